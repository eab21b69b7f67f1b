// Pieces of the page of `yinju serve`, which keep nothing. Text is only ever set as text, never as markup.

const texts = JSON.parse(document.body.dataset.texts);
export const say = (code) => texts[code];

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

// Server-sent events of a POST, which EventSource can't send.
export async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    held += value;
    const whole = held.split("\n\n");
    held = whole.pop();
    for (const event of whole) {
      const name = /^event: (.*)$/m.exec(event), data = /^data: (.*)$/m.exec(event);
      if (name && data) yield [name[1], JSON.parse(data[1])];
    }
  }
}

// A quotation in its marks, the words that answer in bold; what is not quoted as it stands.
export function said(claim) {
  if (claim.own_words) return [claim.text];
  const [first] = claim.citations;
  if (!first?.figures.length || first.quote !== claim.text) return [`「${claim.text.trim()}」`];
  const pieces = pieced(first.quote, first.figures, first.start);
  return ["「", ...pieces.map(([text, figure]) => figure ? make("em", "figure", text) : text), "」"];
}

// A text that begins at a place of its source, cut around spans of it. Places count characters, not UTF-16.
function pieced(text, spans, start) {
  const chars = [...text], pieces = [];
  let at = 0;
  const to = (end, figure) => { if (end > at) { pieces.push([chars.slice(at, end).join(""), figure]); at = end; } };
  for (const one of [...spans].sort((a, b) => a.start - b.start)) {
    to(Math.min(one.start - start, chars.length), false);
    to(Math.min(one.end - start, chars.length), true);
  }
  to(chars.length, false);
  return pieces;
}

// The words that answer, inside what is marked; not where the page shows other characters than the file has.
export function figuresIn(marked, one) {
  if (!marked || !one.figures?.length || [...marked.textContent].length !== one.end - one.start) return;
  const pieces = pieced(marked.textContent, one.figures, one.start);
  marked.replaceChildren(...pieces.map(([text, figure]) => figure ? make("em", "figure", text) : text));
}

export function block(given) {
  const shown = make(given.role === "title" || given.role === "heading" ? "h3" : "p", given.role);
  for (const part of given.parts) {
    const piece = part.marked ? make("mark", "", part.text) : make("span", "", part.text);
    if (part.key) { piece.dataset.key = part.key; piece.title = part.key; }
    shown.append(piece);
  }
  return shown;
}

// That words were recognised from a scan, and how surely; never shown as certain.
export const sure = (one) => say("scan.sure").replace("{sure}", `${Math.round(Math.min(one.confidence, 0.99) * 100)}%`);
export function scanMark(one) {
  const mark = make("span", "scan", say("scan"));
  mark.title = sure(one);
  return mark;
}

// A page that another machine serves without TLS has no clipboard of its own; a selected text is copied then.
export async function copied(text) {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* below */ }
  const field = make("textarea", "off");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
