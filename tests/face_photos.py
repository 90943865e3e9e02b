"""A folder of drawn photographs in the form of `load_face_photos`."""

import cv2
from tests.drawn_pictures import drawn_face, drawn_landscape

XML = """<?xml version='1.0' encoding='ISO-8859-1'?>
<dataset>
<images>
  <image file='one.png' width='320' height='240'>
    <box top='87' left='118' width='84' height='88'/>
  </image>
  <image file='two.png'>
    <box top='100' left='125' width='70' height='70'/>
    <box top='100' left='445' width='70' height='70' ignore='1'/>
  </image>
  <image file='elsewhere.png'>
    <box top='1' left='1' width='9' height='9'/>
  </image>
</images>
</dataset>
"""


def write_photos(folder, *, table=True, xml=XML):
    """One face with a box, two faces of which one may be missed, none, and one that is counted."""
    folder.mkdir(parents=True)
    two = cv2.hconcat([drawn_face(width=72), drawn_face(width=72)])
    pictures = {
        "one.png": drawn_face(),
        "two.png": two,
        "none.png": drawn_landscape(),
        "counted.png": drawn_face(width=60),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(folder / name), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    if table:
        rows = [
            "file,human_faces,how",
            "one.png,1,drawn",
            "none.png,0,drawn",
            "counted.png,1,drawn",
        ]
        (folder / "expected_faces.csv").write_text("\n".join(rows) + "\n")
    if xml:
        (folder / "boxes.xml").write_text(xml)
    return folder
