// Sends what the person does. Each thing has an id: asked again after a fault, it is done once.

import { start, words } from "./start.js";

const PATIENCE = [1000, 3000, 7000]; // ms before asking again by ourselves, when there was no answer

class Refused extends Error {}

// Resolves when it was done; rejects with words for the person. `progress` is told how much of it is through.
export async function speak(request, progress = () => {}) {
  for (const pause of [...PATIENCE, null]) {
    try {
      return await once(request, progress);
    } catch (error) {
      if (error instanceof Refused || pause === null) throw new Error(error.message || words("failed"));
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }
}

function once({ path, body }, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much of an upload is through
    request.open("POST", path);
    request.setRequestHeader("X-Mazok-Token", start.token);
    request.responseType = "json";
    if (typeof body === "string") request.setRequestHeader("Content-Type", "application/json");
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new Error(words("failed")));
    request.onload = () => {
      const answer = request.response ?? {};
      if (answer.reload) return void location.reload();
      if (request.status < 300) resolve(answer);
      else if (answer.error) reject(new Refused(answer.error));
      else reject(new Error(words("failed"))); // a proxy or a defect answers: worth another try
    };
    request.send(body);
  });
}

export const newId = () =>
  crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

export const said = (id, what) => ({ path: "/say", body: JSON.stringify({ id, ...what }) });

// A mask drawn on the canvas of a line, or a drawing, which is no line's.
export function drawn(id, file, data, line) {
  const form = new FormData();
  form.append("id", id);
  form.append("data", data);
  form.append("line", line);
  form.append("picture", file, line ? "mask.png" : "drawing.png");
  return { path: "/pictures", body: form };
}

export function album(id, files, line) {
  const form = new FormData();
  form.append("id", id);
  if (line) form.append("reply_to", line);
  for (const file of files) form.append("picture", file, file.name || "picture");
  return { path: "/pictures", body: form };
}
