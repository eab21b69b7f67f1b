// The page of `yinju serve`. Text of documents is only ever set as text, never as markup.
"use strict";
(() => {
  const texts = JSON.parse(document.body.dataset.texts);
  const lang = document.body.dataset.lang;
  const $ = (id) => document.getElementById(id);
  const say = (code) => texts[code];
  const NARROW = matchMedia("(max-width: 56rem)");
  let history = [];      // the turns of this conversation
  let running = null;    // what stops the answer under way
  let opener = null;     // what gets the focus back when the source is closed
  let retry = null;      // what to do again once the token is there
  let cited = "";        // what the copy button copies
  let opening = 0;       // the newest request for a source wins

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // --- talking to the server

  class Wrong extends Error {}

  async function send(path, body, signal) {
    const headers = {};
    const token = sessionStorage.getItem("token");
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const address = `/api/${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
    let response;
    try {
      response = await fetch(address, { method: body ? "POST" : "GET", headers, signal, body: body && JSON.stringify(body) });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Wrong(say("unreachable"));
    }
    if (response.ok) return response;
    const said = await response.json().catch(() => null);
    if (response.status === 401) {
      $("token-form").hidden = false;
      $("token").focus();
    }
    throw new Wrong(said?.error?.message ?? `HTTP ${response.status}`);
  }

  const get = async (path, body) => (await send(path, body)).json();

  // Server-sent events of a POST, which EventSource can't send.
  async function* events(response) {
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

  // --- asking

  async function ask(question) {
    stop();
    const stopping = running = new AbortController();
    const shown = make("article", "answer");
    shown.append(make("h2", "", question));
    const body = make("div", "body");
    body.append(make("p", "message", say("working")));
    shown.append(body);
    $("answers").prepend(shown);
    $("stop").hidden = $("new").hidden = false;
    shown.setAttribute("aria-busy", "true");
    let whole = false;
    try {
      const response = await send("ask/stream", { question, history: history.slice(-6) }, stopping.signal);
      const claims = [];
      for await (const [name, data] of events(response)) {
        if (name === "claim") {
          claims.push(data);
          draw(body, { claims, notes: [] }, false);
        } else if (name === "answer") {
          whole = true;
          history.push(data.turn);
          draw(body, data, true);
        } else throw new Wrong(data.error.message);
      }
      if (!whole) throw new Wrong(say("cut"));
    } catch (error) {
      if (error.name === "AbortError") body.append(make("p", "message", say("stopped")));
      else {
        if (!body.querySelector(".claim")) body.replaceChildren();
        // A stream that breaks off in the middle is a TypeError of the reader.
        body.append(make("p", "error", error instanceof Wrong ? error.message : say("cut")));
        if (!$("token-form").hidden) retry = () => { shown.remove(); ask(question); };
      }
    } finally {
      shown.removeAttribute("aria-busy");
      if (running === stopping) { running = null; $("stop").hidden = true; }
    }
  }

  function stop() { running?.abort(); running = null; $("stop").hidden = true; }

  // Claims that stand already stay in place: only what is new is added until the answer is whole.
  function draw(body, answer, whole) {
    const numbers = new Map(), list = [];
    const number = (one) => {
      const id = `${one.key} ${one.start} ${one.end}`;
      if (!numbers.has(id)) { numbers.set(id, list.length + 1); list.push(one); }
      return numbers.get(id);
    };
    const parts = [];
    if (answer.understood) parts.push(make("p", "note", say("understood") + answer.understood));
    if (answer.message) parts.push(make("p", "message", answer.message));
    for (const claim of answer.claims) {
      const row = make("p", "claim");
      const text = claim.own_words ? claim.text : `「${claim.text.trim()}」`;
      if (answer.answer && !parts.some((part) => part.className === "claim")) {
        row.append(make("strong", "short", answer.answer.text), " — ");
      }
      row.append((claim.label ? `${claim.label}. ` : "") + text);
      const cites = make("span", "cites");
      for (const one of claim.citations) cites.append(opens(one, `[${number(one)}]`));
      row.append(cites);
      parts.push(row);
    }
    if (whole) {
      const nearest = answer.nearest ?? [];
      if (nearest.length) parts.push(make("p", "note", say("nearest")));
      nearest.forEach(number);
      if (list.length) parts.push(sourcesOf(list, answer));
      for (const note of answer.notes) parts.push(make("p", "note", `※ ${note}`));
    }
    const kept = whole ? 0 : body.querySelectorAll(".claim").length;
    if (kept) body.append(...parts.slice(kept));
    else body.replaceChildren(...parts);
    if (whole && list.length && !nearestOnly(answer) && !NARROW.matches) openSource(list[0], null);
  }

  // The places of one document stand together under its title, said once.
  function sourcesOf(list, answer) {
    const sources = make("ul", "sources"), items = new Map();
    list.forEach((one, at) => {
      if (!items.has(one.file)) {
        const item = make("li", "", one.title ?? answer.documents?.[one.file] ?? one.file);
        items.set(one.file, item);
        sources.append(item);
      }
      const place = opens(one, `[${at + 1}]${one.paragraph ? ` ¶${one.paragraph}` : ""}`);
      if (!nearestOnly(answer)) return items.get(one.file).append(place);
      const quote = make("div", "claim", `「${one.quote.trim()}」`);
      quote.append(place);
      items.get(one.file).append(quote);
    });
    return sources;
  }

  const nearestOnly = (answer) => answer.status === "declined";

  function opens(citation, label) {
    const button = make("button", "place", label);
    button.type = "button";
    button.dataset.key = citation.key ?? "";
    button.title = `${say("open")} ${citation.key ?? ""}`;
    button.addEventListener("click", () => openSource(citation, button));
    return button;
  }

  // --- the source beside it

  async function openSource(one, button) {
    const mine = ++opening;
    const place = new URLSearchParams({ file: one.file });
    if (one.end > one.start) { place.set("start", one.start); place.set("end", one.end); }
    let found;
    try {
      found = await get(`document?${place}`);
    } catch (error) {
      if (mine !== opening) return;
      $("source-about").textContent = error.message;
      $("source").classList.add("open");
      $("source-close").hidden = false;
      opener = button;
      return;
    }
    if (mine !== opening) return;
    opener = button ?? opener;
    for (const other of document.querySelectorAll("[aria-pressed]")) other.removeAttribute("aria-pressed");
    button?.setAttribute("aria-pressed", "true");
    $("source-title").textContent = found.title;
    $("source-about").textContent = [found.publisher, found.author, found.date, found.file, one.key].filter(Boolean).join(" · ");
    cited = one.quote ? `「${one.quote.trim()}」(《${found.title}》,${one.key})` : "";
    $("source-copy").hidden = !cited;
    $("source-copy").textContent = say("copy");
    $("source-close").hidden = false;
    const text = $("source-text");
    text.lang = found.script === "hant" ? "zh-Hant" : "zh-Hans";
    text.replaceChildren(...found.blocks.map(block));
    outline(found);
    $("source").classList.add("open");
    $("source").focus({ preventScroll: true });
    const marked = text.querySelector("mark");
    if (marked) marked.scrollIntoView({ block: "center" });
    else $("source").scrollTop = 0;
  }

  function block(given) {
    const shown = make(given.role === "title" || given.role === "heading" ? "h3" : "p", given.role);
    for (const part of given.parts) {
      const piece = part.marked ? make("mark", "", part.text) : make("span", "", part.text);
      if (part.key) { piece.dataset.key = part.key; piece.title = part.key; }
      shown.append(piece);
    }
    return shown;
  }

  function outline(found) {
    const list = $("source-outline").querySelector("ol");
    list.replaceChildren(...found.outline.map((row) => {
      const item = make("li", `d${Math.min(row.depth, 6)}`);
      const button = make("button", "", row.name);
      button.type = "button";
      button.addEventListener("click", () => {
        const at = $("source-text").querySelector(`[data-key="${CSS.escape(row.key ?? "")}"]`);
        at?.scrollIntoView({ block: "start" });
      });
      item.append(button);
      return item;
    }));
    $("source-outline").hidden = !found.outline.length;
  }

  function closeSource() {
    $("source").classList.remove("open");
    if (opener?.isConnected) opener.focus();
    else $("question").focus();
  }

  // --- checking quotations

  async function check(how, text) {
    const place = $("verdicts");
    place.replaceChildren(make("p", "message", say("working")));
    try {
      const found = await get(how, { text });
      const rows = how === "check" ? found.quotations : [found];
      place.replaceChildren(...rows.map((row) => verdict(row, found.documents)));
      if (!rows.length) place.replaceChildren(make("p", "message", say("check.none")));
    } catch (error) {
      place.replaceChildren(make("p", "error", error.message));
      if (!$("token-form").hidden) retry = () => check(how, text);
    }
  }

  function verdict(row, titles) {
    const shown = make("article", "found");
    const line = make("p", "");
    line.append(make("span", `verdict ${row.verdict}`, say(`verdict.${row.verdict}`)), ` 「${row.query}」`);
    shown.append(line);
    const parts = row.parts.length ? row.parts.filter((part) => part.matches.length) : row.matches.slice(0, 5);
    for (const one of parts) {
      const quote = make("blockquote", "", `${say("as-is")}:「${one.source_text}」`);
      quote.append(opens({ ...one, quote: one.source_text }, titles[one.file] ?? one.file));
      for (const change of one.differences ?? []) {
        const told = make("div", "");
        if (change.source) told.append(make("ins", "", change.source));
        told.append(" → ");
        if (change.quoted) told.append(make("del", "", change.quoted));
        else told.append("∅");
        quote.append(told);
      }
      shown.append(quote);
    }
    return shown;
  }

  // --- documents

  async function documents() {
    const list = $("documents");
    try {
      const { documents: rows } = await get("sources");
      list.replaceChildren(...rows.map((row) => {
        const item = make("li");
        const button = make("button", "", row.title);
        button.type = "button";
        button.addEventListener("click", () => openSource({ file: row.file }, button));
        const about = [row.metadata.publisher, row.metadata.date, `${row.passages} ${say("passages")}`, row.file];
        item.append(button, make("div", "hint", about.filter(Boolean).join(" · ")), headings(row));
        return item;
      }));
    } catch (error) {
      list.replaceChildren(make("li", "error", error.message));
      if (!$("token-form").hidden) retry = documents;
    }
  }

  // A document's outline is fetched when it is looked at.
  function headings(row) {
    const shown = make("details");
    shown.append(make("summary", "", say("outline")));
    shown.addEventListener("toggle", async () => {
      if (!shown.open || shown.querySelector("ol")) return;
      const list = make("ol");
      shown.append(list);
      try {
        const found = await get(`outline?${new URLSearchParams({ file: row.file })}`);
        list.append(...found.outline.map((heading) => {
          const item = make("li", `d${Math.min(heading.depth, 6)}`);
          const end = heading.start + heading.name.length;
          item.append(opens({ file: row.file, start: heading.start, end, key: heading.key }, heading.name));
          return item;
        }));
      } catch (error) {
        list.append(make("li", "error", error.message));
      }
    });
    return shown;
  }

  // --- what people do

  const tabs = [...document.querySelectorAll("[role=tab]")];
  function choose(tab) {
    for (const one of tabs) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", chosen);
      one.tabIndex = chosen ? 0 : -1;
      $(one.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (tab.id === "tab-documents") documents();
  }
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = tabs[(at + step + tabs.length) % tabs.length];
      choose(next);
      next.focus();
    });
  });

  $("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const question = $("question").value.trim();
    if (!question) return;
    $("question").value = "";
    ask(question);
  });
  $("question").addEventListener("keydown", (event) => {
    // Enter that ends an input method's composition sends nothing.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    $("ask-form").requestSubmit();
  });
  $("stop").addEventListener("click", stop);
  $("new").addEventListener("click", () => {
    stop();
    history = [];
    $("answers").replaceChildren();
    $("new").hidden = true;
    $("question").focus();
  });
  $("check-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = $("draft").value.trim();
    if (text) check(event.submitter?.value ?? "locate", text);
  });
  $("token-form").addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem("token", $("token").value.trim());
    $("token-form").hidden = true;
    const again = retry;
    retry = null;
    again?.();
  });
  $("source-close").addEventListener("click", closeSource);
  $("source-copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(cited);
      $("source-copy").textContent = say("copied");
    } catch {
      const range = document.createRange();
      const marked = $("source-text").querySelector("mark");
      if (!marked) return;
      range.selectNodeContents(marked);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, input");
    if (event.key === "Escape") closeSource();
    else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      choose(tabs[0]);
      $("question").focus();
    }
  });
  if (!NARROW.matches) $("question").focus();
})();
