import re

# Signs of lists, those of the symbol fonts of word processors among them, which screens show as an empty box.
_SIGNS = "•·●○◦▪▫■□◆◇‣⁃➢➤►▶✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
# «o» and «*» are also a word and an emphasis: they are bullets only before a blank, and «o» before a capital letter.
_BULLET = re.compile(rf"^[ \t]*(?:[{_SIGNS}][ \t]*|\*[ \t]+|o[ \t]+(?=[A-ZÁÉÍÓÚÑ¿0-9]))(?=\S)", re.MULTILINE)


def with_dashes(text: str) -> str:
    """Each item of a list begins with a dash, whatever the bullet was."""
    return _BULLET.sub("- ", text)
