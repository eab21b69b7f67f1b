// The page of `yinju serve`. Text of documents is only ever set as text, never as markup.
import { block, copied, events, figuresIn, make, said, say, scanMark, sure } from "/pieces.js";

(() => {
  const lang = document.body.dataset.lang;
  const $ = (id) => document.getElementById(id);
  const NARROW = matchMedia("(max-width: 56rem)");
  let history = [];      // the turns of this conversation
  let running = null;    // what stops the answer under way
  let opener = null;     // what gets the focus back when the source is closed
  let retry = null;      // what to do again once the token is there
  let references = {};   // what the copy buttons copy
  let opening = 0;       // the newest request for a source wins

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
      const short = claim === answer.claims[0] && answer.answer;
      if (short) {
        const lead = make("strong", "short", short.text);
        const holds = (one) => one.key === short.key && one.start <= short.start && short.end <= one.end;
        if (claim.citations.some(holds)) row.append(lead, " — ");
        else parts.push(alone(lead, answer.claims.flatMap((each) => each.citations).find(holds), number));
      }
      if (claim.label) row.append(`${claim.label}. `);
      else if (claim.subject) row.append(`${claim.subject}：`);
      row.append(...said(claim));
      const cites = make("span", "cites");
      for (const one of claim.citations) {
        cites.append(opens(one, `[${number(one)}]`));
        if (one.confidence) cites.append(scanMark(one));
      }
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

  // The short answer above the first claim: of a table the header comes first, the row that answers behind it.
  function alone(lead, citation, number) {
    const row = make("p", "claim");
    const cites = make("span", "cites");
    if (citation) cites.append(opens(citation, `[${number(citation)}]`));
    row.append(lead, cites);
    return row;
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
      const place = [opens(one, `[${at + 1}]${one.paragraph ? ` ${say("paragraph").replace("{number}", one.paragraph)}` : ""}`)];
      if (one.confidence) place.push(make("span", "scan", sure(one)));
      // On paper nothing can be opened: there the key stands beside its number.
      place.push(make("span", "on-paper", one.key));
      // A number, its certainty and its key stay in one line.
      const spot = make("span", "spot");
      spot.append(...place);
      if (!nearestOnly(answer)) return items.get(one.file).append(spot, " ");
      const quote = make("div", "claim", `「${one.quote.trim()}」`);
      quote.append(spot);
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
    references = found.references;
    $("source-copies").hidden = !references.text;
    $("source-scan").hidden = !one.confidence;
    $("source-scan").textContent = one.confidence ? `${sure(one)}。${say("scan.check")}` : "";
    $("source-close").hidden = false;
    const text = $("source-text");
    text.lang = found.script === "hant" ? "zh-Hant" : "zh-Hans";
    text.replaceChildren(...found.blocks.map(block));
    outline(found);
    $("source").classList.add("open");
    $("source").focus({ preventScroll: true });
    const marked = text.querySelector("mark");
    figuresIn(marked, one);
    if (marked) marked.scrollIntoView({ block: "center" });
    else $("source").scrollTop = 0;
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
      const quote = make("blockquote", "", `${say("as-is")}「${one.shown}」`);
      quote.append(opens({ ...one, quote: one.source_text }, titles[one.file] ?? one.file));
      if (one.confidence) quote.append(make("span", "scan", sure(one)), make("div", "scan-note", say("scan.check")));
      for (const change of one.differences ?? []) {
        const told = make("div", "", say(`sort.${change.sort}`));
        told.append(change.source ? make("ins", "", change.source) : say("nothing"), " → ",
          change.quoted ? make("del", "", change.quoted) : say("nothing"));
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
  $("source-copies").addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const text = button && references[button.dataset.form];
    if (!text || !await copied(text)) return;
    button.textContent = say("copied");
    button.focus();
    setTimeout(() => { button.textContent = say(`copy.${button.dataset.form}`); }, 1500);
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
