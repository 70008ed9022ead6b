// The page of `localorg score --html` as somebody uses it, in jsdom: report_test.py makes it and says where it lies.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { JSDOM, VirtualConsole } from "jsdom";

const html = readFileSync(process.env.LOCALORG_PAGE, "utf8");

function open(hash = "") {
  const faults = [];
  const virtualConsole = new VirtualConsole();
  virtualConsole.on("jsdomError", fault => faults.push(String(fault)));
  const { window } = new JSDOM(html, {
    runScripts: "dangerously", url: "file:///page.html" + hash, virtualConsole,
    beforeParse(made) { made.Element.prototype.scrollIntoView = () => {}; },  // jsdom has no layout
  });
  assert.deepEqual(faults, []);
  return window;
}

const rows = window => [...window.document.querySelectorAll("#rows tr")];
const byId = (window, id) => window.document.getElementById(id);

function change(window, id, value) {
  const field = byId(window, id);
  if (field.type === "checkbox") field.checked = value; else field.value = value;
  field.dispatchEvent(new window.Event("change", { bubbles: true }));
}

function submit(window, text) {
  byId(window, "text").value = text;
  byId(window, "filter").dispatchEvent(new window.Event("submit", { cancelable: true }));
}

async function follow(window, button) {
  const changed = new Promise(resolve => window.addEventListener("hashchange", resolve, { once: true }));
  button.click();
  await changed;
}

test("scores and plots stand in the page without a script", () => {
  const { document } = new JSDOM(html).window;
  assert.equal(document.title, "run: score");
  assert.equal(document.documentElement.lang, "en");
  for (const table of document.querySelectorAll("#scores table")) {
    assert.ok(table.caption.textContent);
    assert.ok([...table.tHead.querySelectorAll("th")].every(cell => cell.scope === "col"));
    assert.ok([...table.tBodies[0].rows].every(row => row.cells[0].scope === "row"));
  }
  for (const plot of document.querySelectorAll("svg")) assert.equal(plot.getAttribute("role"), "img");
  assert.ok(document.querySelectorAll("svg[aria-label]").length >= 3);
});

test("the list has pages of a hundred", () => {
  const window = open();
  assert.equal(rows(window).length, 100);
  assert.equal(byId(window, "count").textContent, "134 of 134 episodes");
  byId(window, "after").click();
  assert.equal(rows(window).length, 34);
  assert.ok(byId(window, "after").disabled);
});

test("kind and outcome filter", () => {
  const window = open();
  change(window, "outcome", "broken");
  assert.deepEqual(rows(window).map(row => row.cells[0].textContent), ["#9"]);
  change(window, "outcome", "right");
  assert.deepEqual(rows(window).map(row => row.cells[0].textContent), ["#1", "#2"]);
  change(window, "kind", "case_routing");
  assert.equal(rows(window).length, 0);
});

test("text is looked for in questions and answers, in messages when asked", () => {
  const window = open();
  submit(window, "question 2?");
  assert.equal(rows(window).length, 1);
  submit(window, "<b>NEEDLE in");
  assert.equal(rows(window).length, 0);
  change(window, "deep", true);
  assert.equal(rows(window).length, 1);
});

test("a trajectory: query, error and answer", async () => {
  const window = open();
  await follow(window, rows(window)[0].querySelector("button"));
  assert.ok(byId(window, "list").hidden);
  assert.equal(byId(window, "episode-title").textContent, "#1 handle_time, trial 0");
  assert.equal(window.document.activeElement, byId(window, "episode-title"));
  const messages = [...byId(window, "messages").children];
  assert.deepEqual(messages.map(one => one.querySelector("summary").firstChild.textContent),
    ["System prompt", "Question", "Agent: query", "Error", "Agent: reply"]);
  assert.deepEqual(messages.map(one => one.open), [false, true, true, true, true]);
  assert.ok(messages[3].classList.contains("error"));
  assert.equal(messages[2].querySelector("pre.query").textContent, "SELECT Nmae FROM Case");
  assert.equal(messages[4].querySelector("pre.final").textContent, "005Lo000000000gIAA");
  await follow(window, byId(window, "back"));
  assert.ok(!byId(window, "list").hidden);
});

test("markup in a message is text", () => {
  const window = open("#e1");
  assert.equal(window.document.querySelectorAll("img").length, 0);
  assert.ok(byId(window, "messages").textContent.includes("</script><img src=x onerror=alert(1)>"));
});

test("system prompts that share their beginning are whole", () => {
  const window = open("#e2");
  const prompt = byId(window, "messages").firstChild.querySelector("pre").textContent;
  assert.ok(prompt.startsWith("Objects:\n  - a made-up field\n"));
  assert.ok(prompt.endsWith("  - a made-up field\nTask é2"));
});

test("tool calls, their errors, crashes", async () => {
  const window = open("#e2");
  const messages = [...byId(window, "messages").children];
  assert.equal(messages[2].querySelector("pre.final").textContent, 'respond {\n  "content": "None"\n}');
  assert.equal(messages[3].querySelector("summary").firstChild.textContent, "Error of get_cases");
  await follow(window, byId(window, "newer"));
  assert.match(byId(window, "about").textContent, /broken by the environment.*Error: 503/s);
  assert.match(byId(window, "messages").textContent, /No messages/);
});
