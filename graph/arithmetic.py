"""Sums that show why a figure cannot be right, such as ``3319 + 199 + 749 = 4267``: each is reckoned anew."""

from __future__ import annotations

import ast
import operator
import re
from fractions import Fraction

_SUM = re.compile(r"[0-9 .+*/()-]{1,200} = (-?[0-9]+(?:\.([0-9]+))?)")
_OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def check_sum(text: str) -> str:
    """The sum itself, where it comes out, rounded to the digits that its right side has.

    Raises:
        ValueError: it is not an expression and its result, or has another result.
    """
    found = _SUM.fullmatch(text)
    if found is None:
        raise ValueError("write a sum as 3319 + 199 + 749 = 4267, with + - * / and brackets")
    stated, digits = Fraction(found[1]), len(found[2] or "")
    try:
        value = _value(ast.parse(text.partition(" = ")[0].strip(), mode="eval").body)
    except (SyntaxError, ZeroDivisionError, RecursionError) as error:
        raise ValueError(f"cannot be reckoned ({error})") from error
    if abs(value - stated) > Fraction(1, 2 * 10**digits):
        raise ValueError(f"does not come out: it is {float(value):.{digits}f}")
    return text


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        result: Fraction = _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
        return result
    raise ValueError("only numbers, + - * / and brackets can stand in a sum")
