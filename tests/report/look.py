"""Opens pages of migrate.report in headless Chromium, on a phone and on a desk, by day and by night:
look.py CHROMIUM FOLDER PAGE …

Nothing may reach beyond the page, nor be cut off within its element; colours must be those of the scheme, and text
must stand out from what is behind it. Screenshots go into FOLDER."""

import html
import json
import os
import re
import subprocess
import sys
import tempfile

WIDTHS = [390, 1280]

# A page in a frame is as wide as the frame, and may be looked at from outside, where its own policy does not hold.
OUTSIDE = """<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>body { margin: 0 } iframe { border: 0; display: block }</style>
<iframe id="page" style="width: %(width)dpx; height: 900px" srcdoc="%(page)s"></iframe><pre id="told"></pre>
<script>
const frame = document.getElementById('page');
const light = (colour) => { const [r, g, b] = colour.match(/[0-9.]+/g).map(Number); return (0.299 * r + 0.587 * g + 0.114 * b) / 255; };
frame.onload = () => {
  const page = frame.contentDocument, wide = %(width)d, wrong = [];
  page.querySelectorAll('details').forEach((one) => { one.open = %(open)s; });
  const root = page.documentElement;
  if (root.scrollWidth > wide) wrong.push(`the page is ${root.scrollWidth} wide`);
  for (const one of page.body.querySelectorAll('*')) {
    const box = one.getBoundingClientRect(), style = frame.contentWindow.getComputedStyle(one);
    const name = `${one.tagName} ${one.className} ${one.textContent.slice(0, 40)}`;
    if (box.width && (box.right > wide + 0.5 || box.left < -0.5)) wrong.push(`${name}: ${box.left} to ${box.right}`);
    if (style.display !== 'inline' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth) wrong.push(`${name}: cut`);
    if (!one.children.length && one.textContent.trim() && box.width) {
      let behind = one, colour = 'rgba(0, 0, 0, 0)';
      while (behind && /, 0\\)$/.test(colour)) { colour = frame.contentWindow.getComputedStyle(behind).backgroundColor; behind = behind.parentElement; }
      if (Math.abs(light(style.color) - light(colour)) < 0.3) wrong.push(`${name}: ${style.color} on ${colour}`);
    }
  }
  const back = light(frame.contentWindow.getComputedStyle(page.body).backgroundColor);
  frame.style.height = `${root.scrollHeight}px`;
  document.getElementById('told').textContent =
    'TOLD' + JSON.stringify({wrong, back, height: root.scrollHeight, elements: page.querySelectorAll('*').length,
                             scripts: page.querySelectorAll('script, img, b').length}) + 'END';
};
</script>"""


def chromium(program, *arguments):
    # The last --blink-settings counts; a profile of its own is thrown away.
    with tempfile.TemporaryDirectory() as profile:
        command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}",
                   "--virtual-time-budget=5000", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def look(program, folder, path, width, is_dark):
    page = open(path, encoding="utf-8").read()
    name = f"{os.path.basename(path).removesuffix('.html')}-{width}-{'dark' if is_dark else 'light'}"
    scheme = f"--blink-settings=preferredColorScheme={0 if is_dark else 1}"
    wrong = []
    for is_open in ["true", "false"]:
        outside = os.path.join(folder, "outside.html")
        with open(outside, "w", encoding="utf-8") as file:
            file.write(OUTSIDE % {"width": width, "page": html.escape(page), "open": is_open})
        dom = chromium(program, scheme, "--window-size=1400,900", "--dump-dom", f"file://{outside}")
        told = json.loads(html.unescape(re.search(r'<pre id="told">TOLD(.*?)END</pre>', dom, re.S).group(1)))
        wrong += told["wrong"]
        if told["scripts"]:
            wrong.append("a name became a part of the page")
        if (told["back"] < 0.5) != is_dark:
            wrong.append(f"the background's light is {told['back']}")
    size = f"--window-size={max(width, 500)},{min(told['height'] + 20, 6000)}"
    chromium(program, scheme, size, f"--screenshot={folder}/{name}.png", f"file://{outside}")
    for one in wrong[:10]:
        print(f"FAILED  {name}: {one}")
    if not wrong:
        print(f"ok  {name}: {told['elements']} elements, {told['height']} pixels high")
    return not wrong


def main():
    program, folder, *pages = sys.argv[1:]
    outcomes = [look(program, folder, path, width, is_dark)
                for path in pages for width in WIDTHS for is_dark in (False, True)]
    print(f"{sum(outcomes)} passed, {len(outcomes) - sum(outcomes)} failed")
    sys.exit(0 if outcomes and all(outcomes) else 1)


main()
