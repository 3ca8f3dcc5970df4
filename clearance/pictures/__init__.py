"""Pictures without what the camera wrote into them: where, when and with what they were taken. Pure, without loss."""

from clearance.pictures import jpeg, png
from clearance.pictures.unfit import Unfit

__all__ = ["Unfit", "cleaned", "is_picture"]

_CLEANING = {jpeg.BEGINS: jpeg.cleaned, png.BEGINS: png.cleaned}


def is_picture(data: bytes) -> bool:
    """Whether the first bytes are those of a JPEG or PNG."""
    return data.startswith(tuple(_CLEANING))


def cleaned(data: bytes) -> bytes:
    """The same picture, turned the same way, with nothing but the picture in it; raises Unfit for one nobody should open."""
    return next(clean for begins, clean in _CLEANING.items() if data.startswith(begins))(data)
