"""A scene as SVG text."""

from html import escape

from commands.charts.scene import Dot, Label, Scene, Shape, Stroke


def to_svg(scene: Scene) -> str:
    """A document of its own: no script, no outside file, text as text."""
    size = f'width="{scene.width:g}" height="{scene.height:g}" viewBox="0 0 {scene.width:g} {scene.height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="Roboto, Arial, sans-serif">'
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return "\n".join([head, paper, *map(_shape, scene.shapes), "</svg>", ""])


def to_html(scene: Scene, title: str) -> str:
    """A page of its own with the picture in it, as wide as the window lets it be."""
    style = "body{margin:1rem;background:#fff}svg{max-width:100%;height:auto}"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n{to_svg(scene)}</body></html>\n"


def _shape(shape: Shape) -> str:
    match shape:
        case Stroke():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
            dash = f' stroke-dasharray="{shape.dash:g}"' if shape.dash else ""
            return (
                f'<polyline points="{points}" fill="none" stroke="{shape.color}" stroke-width="{shape.width:g}"{dash}/>'
            )
        case Dot():
            return _dot(shape)
        case Label():
            x, y = shape.at
            style = f'font-size="{shape.size:g}" fill="{shape.color}" text-anchor="{shape.anchor}"'
            return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(shape.text)}</text>'


def _dot(dot: Dot) -> str:
    x, y = dot.center
    paint = f'fill="#ffffff" stroke="{dot.color}" stroke-width="2"' if dot.hollow else f'fill="{dot.color}"'
    tip = f"<title>{escape(dot.tip)}</title>" if dot.tip else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{dot.radius:g}" {paint}>{tip}</circle>'
