"""From a file or an address to a frozen text: all that is visible in reading order, site furniture marked."""
