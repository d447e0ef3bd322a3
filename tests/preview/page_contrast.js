// The texts on the page whose contrast with what is behind them is below 4.5 : 1 (WCAG 2.2, 1.4.3).
() => {
  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (item) => { for (let at = item; at; at = at.parentElement) { const c = getComputedStyle(at).backgroundColor;
    if (c.startsWith("rgb") && (rgb(c)[3] ?? 1) === 1) return rgb(c); } return [255, 255, 255]; };
  const faint = [];
  for (const item of document.querySelectorAll("body *")) {
    const own = [...item.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !item.offsetParent || item.closest(".sheet, svg, :disabled, option, .cm-editor")) continue;
    const color = getComputedStyle(item).color;
    if (!color.startsWith("rgb")) continue;
    const [one, other] = [light(rgb(color)), light(behind(item))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 4.5) faint.push(item.className + ": " + item.textContent.slice(0, 20));
  }
  return faint;
}
