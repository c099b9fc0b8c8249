/** Works out what colours meet on a page, as WCAG 2.2 defines their contrast. */
window.colours = (() => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  /** Return [red, green, blue, alpha], 0 to 255 and 0 to 1, of any colour that CSS can say. */
  function parsed(colour) {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  }

  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];

  /** Return the colour behind an element; null if a picture or a gradient is. */
  function behind(element) {
    if (!element) return parsed(getComputedStyle(document.documentElement).backgroundColor)[3] ? parsed(getComputedStyle(document.documentElement).backgroundColor) : [255, 255, 255];
    const style = getComputedStyle(element);
    if (style.backgroundImage !== "none") return null;
    const colour = parsed(style.backgroundColor);
    if (colour[3] === 1) return colour;
    const further = behind(seeing.parentOf(element));
    return further && over(colour, further);
  }

  function luminance(colour) {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }

  /** Return how well a control's edge stands out; null: it shows no edge, or nobody can tell. */
  function edge(element) {
    const style = getComputedStyle(element);
    if (element.matches("input[type=radio],input[type=checkbox],input[type=range],input[type=file]") && style.appearance !== "none") return null;
    const outside = behind(seeing.parentOf(element));
    const inside = behind(element);
    if (!outside || !inside) return null;
    const drawn = ["Top", "Right", "Bottom", "Left"]
      .filter((side) => parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none")
      .map((side) => parsed(style[`border${side}Color`]))
      .filter((colour) => colour[3] > 0)
      .map((colour) => contrast(over(colour, outside), outside));
    const filled = contrast(inside, outside);
    // Words alone show what can be pressed; what can be filled in is known by its edge only.
    if (!drawn.length && !element.matches("input,select,textarea")) return null;
    return Math.max(filled, ...drawn);
  }

  return { edge };
})();
