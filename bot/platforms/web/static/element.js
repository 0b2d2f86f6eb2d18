// Makes elements. Text is always text: nothing that somebody wrote can become markup.

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Gives a box the proportions of its picture as soon as they are known.
export function fit(box, image) {
  const ratio = () => image.naturalWidth && box.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
  if (image.complete) ratio();
  else image.addEventListener("load", ratio, { once: true });
}

const DRAWINGS = {
  save: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  close: "M6 6l12 12M18 6L6 18",
  enlarge: "M9 4H4v5M15 20h5v-5M4 4l6 6M20 20l-6-6",
};

export function drawing(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", DRAWINGS[name]);
  svg.append(path);
  return svg;
}

export const pictureUrl = (key) => `/picture/${encodeURI(key)}`;
export const saveUrl = (key, name) => `${pictureUrl(key)}?save=${encodeURIComponent(name)}`;
