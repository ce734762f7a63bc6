"""Measurements on this machine, each in one run with named peers.

A folder of its own, because the modules of :mod:`graph` itself enter the name of a snapshot and these must not.
Nothing is imported here: clients and servers of a measurement are processes that begin with one of its modules.
"""
