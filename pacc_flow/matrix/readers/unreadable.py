class Unreadable(Exception):  # noqa: N818 -- named for what it says of the file, not for its base class
    """The file cannot be proposed at all. `message` is plain Spanish, fit to be shown as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
