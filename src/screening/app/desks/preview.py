"""A PDF on the screen: drawn by pypdfium2, never written to the disk."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from screening.app.desks.shell import Shell
from screening.app.widgets.dialog import Dialog

_WIDTH = 760


def pages_of(pdf: bytes, width: int) -> list[QImage]:
    """Each page as an image of `width` pixels."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf)
    images: list[QImage] = []
    try:
        for page in document:
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            data = bytes(bitmap.buffer)
            kind = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888  # noqa: PLR2004
            images.append(QImage(data, bitmap.width, bitmap.height, bitmap.stride, kind).copy())
    finally:
        document.close()
    return images


def show_pdf(shell: Shell, documents: list[bytes]) -> None:
    """Show the documents over the page, one below the other."""
    dialog = Dialog(
        shell.window,
        QCoreApplication.translate("preview", "Preview: what will be printed and sent"),
        QCoreApplication.translate("preview", "Nothing is signed yet."),
        cancel=QCoreApplication.translate("preview", "Close"),
        width=_WIDTH + 80,
    )
    ratio = shell.window.devicePixelRatioF()
    width = min(_WIDTH, shell.window.width() - 140)
    for pdf in documents:
        for image in pages_of(pdf, round(width * ratio)):
            label = QLabel()
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(ratio)
            label.setPixmap(picture)
            label.setAccessibleName(QCoreApplication.translate("preview", "A page of the referral"))
            dialog.column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
    shell.window.ask(dialog)
