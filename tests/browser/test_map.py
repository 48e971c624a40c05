"""The map of settlements in a real browser: it opens on request, is moved by hand, and leads to the page of a place."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from test_pages import Watched

_WHERE = """async (figure) => {
  const places = (await (await fetch(figure.dataset.map)).json()).features;
  const flat = places.map((one) => {
    const [lon, lat] = one.geometry.coordinates;
    return [(lon + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360)) / (2 * Math.PI)];
  });
  const sides = [0, 1].map((axis) => flat.map((at) => at[axis])).map((one) => [Math.min(...one), Math.max(...one)]);
  const frame = figure.querySelector(".pic-map").getBoundingClientRect();
  const room = [frame.width - 96, frame.height - 96];
  const size = Math.min(512 * 2 ** 6, ...[0, 1].map((axis) => room[axis] / (sides[axis][1] - sides[axis][0])));
  const spots = flat.map((at) => [0, 1].map((axis) => (at[axis] - (sides[axis][0] + sides[axis][1]) / 2) * size));
  const far = (one, other) => one === other ? 1e9 : Math.hypot(one[0] - other[0], one[1] - other[1]);
  const apart = (n) => Math.min(...spots.map((at) => far(at, spots[n])));
  const chosen = spots.map((_, n) => n).sort((a, b) => apart(b) - apart(a))[0];
  return {
    x: frame.x + frame.width / 2 + spots[chosen][0], y: frame.y + frame.height / 2 + spots[chosen][1],
    name: places[chosen].properties.name, address: places[chosen].properties.address
  };
}"""
"""The settlement that stands most alone, and where it is drawn: all fit, 48 pixels from the edge of the frame."""


def test_a_settlement_on_the_map_leads_to_its_page(browser: Any, served: str) -> None:
    with Watched(browser) as seen:
        page = seen.page
        seen.open(f"{served}/en/places")
        if page.evaluate("!document.createElement('canvas').getContext('webgl2')"):
            pytest.skip("this browser draws no WebGL")
        figure = page.locator("figure[data-map]").first
        figure.locator("button").click()
        page.wait_for_selector("figure[data-shown=yes]", timeout=30_000)
        figure.locator(".pic-map").scroll_into_view_if_needed()
        spot = figure.evaluate(_WHERE)
        page.mouse.move(spot["x"] + 60, spot["y"] + 60)
        page.mouse.down()
        page.mouse.move(spot["x"] + 80, spot["y"] + 50, steps=5)
        page.wait_for_timeout(300)  # the hand rests before it lets go, so that the map does not glide on
        page.mouse.up()
        page.mouse.click(spot["x"] + 20, spot["y"] - 10)
        link = figure.locator(".pic-told a")
        link.wait_for(timeout=5_000)
        assert link.inner_text() == spot["name"]
        link.click()
        page.wait_for_url("**/place/*")
        assert urlsplit(page.url).path == spot["address"]
        assert spot["name"] in page.locator("h1").inner_text()
        assert [error for error in seen.errors if "GL Driver Message" not in error] == []  # its speed in software
        assert seen.hosts <= {urlsplit(served).netloc, ""}
