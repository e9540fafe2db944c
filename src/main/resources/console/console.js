// Conveniences of the console. Every page works without them.
(() => {
  "use strict";

  // The theme, before anything is painted
  const root = document.documentElement;
  const stored = localStorage.getItem("theme");
  if (stored === "light" || stored === "dark") {
    root.dataset.theme = stored;
  }
  root.classList.add("scripted");

  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  // Times in the reader's zone; the exact time in UTC stays in the tip
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
  const usual = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const old = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
  const distance = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "long" });

  const words = (time, isExact) => {
    const seconds = Math.round((time - Date.now()) / 1000);
    const size = Math.abs(seconds);
    if (isExact) return exact.format(time);
    if (size < 60) return distance.format(seconds, "second");
    if (size < 3600) return distance.format(Math.round(seconds / 60), "minute");
    if (size < 6 * 3600) return distance.format(Math.round(seconds / 3600), "hour");
    return size < 180 * 86400 ? usual.format(time) : old.format(time);
  };

  const prepare = (part) => {
    for (const time of part.querySelectorAll("time[datetime]")) {
      time.textContent = words(new Date(time.dateTime), time.dataset.exact === "true");
    }
    for (const hidden of part.querySelectorAll("[data-copy][hidden], [data-theme-switch][hidden], [data-script][hidden]")) {
      hidden.hidden = false;
    }
  };

  const say = (text) => {
    let line = document.getElementById("said");
    if (!line) {
      line = document.createElement("p");
      line.id = "said";
      line.className = "said";
      line.setAttribute("role", "status");
      document.body.append(line);
    }
    line.textContent = text;
    line.classList.add("shown");
    setTimeout(() => line.classList.remove("shown"), 1800);
  };

  // The dialog: the page behind a link, or the answer to a form, without leaving the page
  const dialog = () => document.getElementById("dialog");

  const open = async (address, options) => {
    const answer = await fetch(address, { ...options, headers: { ...(options || {}).headers, "HX-Request": "true" }, credentials: "same-origin" });
    if (answer.redirected || !answer.ok && answer.status !== 409 && answer.status !== 422) {
      location.assign(answer.redirected ? answer.url : address);
      return;
    }
    document.getElementById("dialog-content").innerHTML = await answer.text();
    prepare(dialog());
    if (!dialog().open) dialog().showModal();
  };

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const copied = target.closest("[data-copy]");
    if (copied) {
      navigator.clipboard.writeText(copied.dataset.copy).then(() => say("Copied"), () => say("Copy is not allowed here"));
      return;
    }
    if (target.closest("[data-theme-switch]")) {
      root.dataset.theme = isDark() ? "light" : "dark";
      localStorage.setItem("theme", root.dataset.theme);
      return;
    }
    if (target.closest("[data-close]") && dialog() && dialog().open) {
      event.preventDefault();
      dialog().close();
      return;
    }
    const link = target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link.href);
    }
  });

  // In the dialog, a choice that has steps shows them; any other is sent
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const steps = event.submitter && event.submitter.dataset.steps;
    if (!steps || !dialog() || !dialog().open) return;
    const command = new FormData(form).get("command");
    if (command === "retry" || command === "restart") return;
    event.preventDefault();
    open(steps + "?command=" + encodeURIComponent(command));
  });

  document.addEventListener("input", (event) => {
    const list = event.target.dataset && event.target.dataset.sift && document.querySelector(event.target.dataset.sift);
    if (!list) return;
    const sought = event.target.value.toLowerCase();
    for (const entry of list.children) {
      entry.hidden = !entry.textContent.toLowerCase().includes(sought);
    }
  });

  // What changes by itself is asked for again, as long as somebody can see it
  setInterval(() => {
    if (document.hidden || !window.htmx) return;
    const now = Date.now();
    for (const part of document.querySelectorAll("[data-refresh]")) {
      const last = Number(part.dataset.refreshed || 0);
      if (last === 0) {
        part.dataset.refreshed = String(now);
      } else if (now - last >= Number(part.dataset.refresh) && !part.contains(document.activeElement)) {
        part.dataset.refreshed = String(now);
        window.htmx.trigger(part, "refresh");
      }
    }
  }, 500);

  // A session that ended answers with the log-in page: that is no part of this page
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (/^\s*<!doctype/i.test(event.detail.xhr.responseText) || event.detail.xhr.status === 401) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => prepare(event.target.parentElement || document));
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  setInterval(() => {
    if (!document.hidden) prepare(document);
  }, 30000);
})();
