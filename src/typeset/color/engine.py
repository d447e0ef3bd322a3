"""LittleCMS, as Pillow brings it: transforms between profiles, all made the same way."""

from __future__ import annotations

import io

from PIL import ImageCms


class ProfileError(Exception):
    """A profile that LittleCMS cannot convert with."""


class OpenProfile(ImageCms.ImageCmsProfile):
    """A profile that images converted to it do not carry along: writing it out costs more than a small picture."""

    def tobytes(self) -> bytes:
        """Nothing."""
        return b""


def open_profile(data: bytes) -> OpenProfile:
    """A profile from the bytes of its file. Raises ProfileError where it is damaged."""
    try:
        return OpenProfile(io.BytesIO(data))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise ProfileError(str(error)) from error


def srgb() -> OpenProfile:
    """sRGB (IEC 61966-2-1)."""
    return OpenProfile(ImageCms.createProfile("sRGB"))


def lab() -> OpenProfile:
    """CIELAB under D50."""
    return OpenProfile(ImageCms.createProfile("LAB"))


def colour_transform(
    source: ImageCms.ImageCmsProfile, target: ImageCms.ImageCmsProfile, mode: str, target_mode: str
) -> ImageCms.ImageCmsTransform:
    """The transform between two profiles for pixels of Pillow's modes.

    Relative colorimetric with black point compensation (ISO 18619): paper stays paper, black becomes the deepest
    black there is, and what both can show stays the same. Raises ProfileError where the profiles do not allow it.
    """
    try:
        return ImageCms.buildTransform(
            source,
            target,
            mode,
            target_mode,
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        raise ProfileError(str(error)) from error
