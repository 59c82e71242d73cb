/* A form whose file takes a while to be read, <form data-reads="where to ask how it goes">, is sent from here, to show how
   much was sent and then read. Without this script it is sent by the browser, and waits in silence. */
"use strict";

(() => {
  const ASK_EVERY = 700;
  const SAY_EVERY = 10_000;
  const NO_ANSWER = 502; // and above: of a server in between, not of ours
  /* How far the bar gets with each part of the work; each begins where the last one stood. */
  const ENDS = { sent: 15, page: 85, line: 55, row: 95 };
  const count = (number) => number.toLocaleString("es-CO");
  const percent = (share) => `${Math.floor(share * 100)} %`;
  const WORDS = {
    sent: (done, of) => `Enviando: ${percent(done / of)}`,
    page: (done, of) => `Leyendo la matriz: página ${count(done)} de ${count(of)}`,
    line: (done, of) => `Leyendo la matriz: renglón ${count(done)} de ${count(of)}`,
    row: (done, of) => (done / of < 0.99 ? `Revisando las filas: ${percent(done / of)}` : "Preparando la propuesta…"),
  };

  /* What is seen and heard of one reading. A person who listens is told at each new part of the work and now and then. */
  const display = (form) => {
    const place = form.querySelector("[data-reading]");
    const [words, bar, heard] = [place.querySelector("p"), place.querySelector("progress"), form.querySelector("[data-said]")];
    let [part, began, at, saidAt] = ["", 0, 0, Date.now()];
    const say = (text) => {
      words.textContent = text;
      if (Date.now() - saidAt < SAY_EVERY) return;
      saidAt = Date.now();
      heard.textContent = text;
    };
    return {
      wait: (text) => {
        bar.removeAttribute("value");
        say(text);
      },
      show: (done, of, next) => {
        if (next !== part) [part, began, saidAt] = [next, at, part ? 0 : saidAt];
        at = Math.max(at, began + ((ENDS[part] - began) * done) / of);
        bar.value = at;
        say(WORDS[part](done, of));
      },
    };
  };

  /* While it is read, the form that sent it is all there is; what was chosen stays in its fields. */
  const settle = (form, isReading) => {
    const here = form.querySelector("[data-reading]");
    form.toggleAttribute("data-busy", isReading);
    form.setAttribute("aria-busy", isReading);
    form.querySelector(".form-end").hidden = isReading;
    for (const field of form.querySelectorAll(".field")) field.inert = isReading;
    for (const other of form.closest("[data-readings]").children) if (!other.contains(form)) other.hidden = isReading;
    here.hidden = !isReading;
    if (isReading) here.focus();
  };

  const fail = (form) => {
    settle(form, false);
    const failed = form.querySelector("[data-failed]");
    failed.hidden = false;
    failed.focus();
  };

  /* The page that came as the answer takes the place of this one, and its first thing to read has the focus. */
  const replace = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    document.title = fresh.title;
    document.body.replaceWith(document.adoptNode(fresh.body));
    document.querySelectorAll("form[data-reads]").forEach(prepare);
    window.scrollTo(0, 0);
    (document.querySelector("[autofocus]") ?? document.querySelector("main"))?.focus();
  };

  const ask = async (form, shown, stop) => {
    while (!stop.aborted) {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
      try {
        const answer = await fetch(form.dataset.reads, { cache: "no-store", redirect: "error", signal: stop });
        const told = answer.status === 200 ? await answer.json() : null;
        if (told && !stop.aborted) shown.show(told.done, told.of, told.part);
      } catch {
        /* Whether the reading itself goes on, the request that waits for it will say. */
      }
    }
  };

  const end = (form, request) => {
    const address = request.getResponseHeader("Location");
    const isHere = new URL(request.responseURL).pathname === new URL(form.action).pathname;
    if (request.status >= NO_ANSWER) fail(form);
    else if (address || !isHere) window.location.assign(address || request.responseURL);
    else replace(request.responseText);
  };

  const send = (form, button) => {
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    const [request, asking, shown] = [new XMLHttpRequest(), new AbortController(), display(form)];
    for (const old of document.querySelectorAll("main > .note, [data-failed]")) old.hidden = true;
    shown.wait("Enviando…");
    settle(form, true);
    request.upload.addEventListener("progress", ({ loaded, total }) => total && shown.show(loaded, total, "sent"));
    request.upload.addEventListener("load", () => {
      shown.wait("Leyendo la matriz…");
      ask(form, shown, asking.signal);
    });
    request.addEventListener("loadend", () => asking.abort());
    request.addEventListener("load", () => end(form, request));
    request.addEventListener("error", () => fail(form));
    request.addEventListener("abort", () => fail(form));
    request.open(form.method, form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(body);
  };

  const prepare = (form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!document.querySelector("form[data-busy]")) send(form, event.submitter);
    });
  };
  document.querySelectorAll("form[data-reads]").forEach(prepare);

  /* Whoever comes back to this page finds it as it was left, in the middle of a reading: it begins anew. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("form[data-busy]")) window.location.reload();
  });
})();
