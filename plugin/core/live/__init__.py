"""The live map: the part of the image that the canvas shows, mapped anew after every stroke."""
