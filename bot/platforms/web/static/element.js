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
  pen: "M4 20l1-4.2L16.3 4.5a2.1 2.1 0 0 1 3 0l.2.2a2.1 2.1 0 0 1 0 3L8.2 19zM14.3 6.5l3.2 3.2",
  eraser: "M4.6 14.4l9-9a2 2 0 0 1 2.8 0l3.2 3.2a2 2 0 0 1 0 2.8L12.5 18.5H8.7l-4.1-4.1zM9.3 9.7l6 6M8.7 18.5H20",
  undo: "M8.5 13.5L4 9l4.5-4.5M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  redo: "M15.5 13.5L20 9l-4.5-4.5M20 9H10a5.5 5.5 0 0 0 0 11h4",
  clear: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
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
