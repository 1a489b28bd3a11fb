"""Charts of series: a layout made of a few shapes, drawn as SVG or PNG.

`roboto.ttf` is Roboto Regular (Google, Apache-2.0), cut down to Latin, Cyrillic and punctuation, so that a PNG
has readable letters on a machine without fonts.
"""
