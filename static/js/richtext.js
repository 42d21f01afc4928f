// Formatted text in the Redaktion: a text area becomes an editor with a few buttons. What it sends is cleaned by the
// server; without this script people type into the text area itself.
import {
  Blockquote, Bold, BulletList, Document, Editor, HardBreak, Heading, History, Italic, Link, ListItem, OrderedList,
  Paragraph, Table, TableCell, TableHeader, TableRow, Text,
} from "../django_prose_editor/editor.js";

const EXTENSIONS = [
  Document, Paragraph, Text, HardBreak, History, Bold, Italic, Blockquote, BulletList, OrderedList, ListItem,
  Heading.configure({ levels: [2, 3, 4] }), Link.configure({ openOnClick: false, enableTarget: false }),
  Table.configure({ resizable: false }), TableRow, TableHeader, TableCell,
];

const english = document.documentElement.lang.startsWith("en");
const say = (german, inEnglish) => (english ? inEnglish : german);

const BUTTONS = [
  [say("Fett", "Bold"), (e) => e.toggleBold(), (e) => e.isActive("bold")],
  [say("Kursiv", "Italic"), (e) => e.toggleItalic(), (e) => e.isActive("italic")],
  [say("Überschrift", "Heading"), (e) => e.toggleHeading({ level: 2 }), (e) => e.isActive("heading", { level: 2 })],
  [say("Unterüberschrift", "Subheading"), (e) => e.toggleHeading({ level: 3 }), (e) => e.isActive("heading", { level: 3 })],
  [say("Liste", "List"), (e) => e.toggleBulletList(), (e) => e.isActive("bulletList")],
  [say("Nummern", "Numbers"), (e) => e.toggleOrderedList(), (e) => e.isActive("orderedList")],
  [say("Zitat", "Quote"), (e) => e.toggleBlockquote(), (e) => e.isActive("blockquote")],
];

function escaped(text) {
  const holder = document.createElement("p");
  holder.textContent = text;
  return holder.outerHTML;
}

// Plain text has a paragraph a line, as on the public page
function asHtml(text) {
  if (/<[a-z/!?]/i.test(text)) return text;
  return text.split("\n").filter((line) => line.trim()).map(escaped).join("");
}

function button(label, toolbar) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "rt-button";
  made.textContent = label;
  toolbar.append(made);
  return made;
}

// A row below the buttons asks for the address of a link
function linkRow(editor, id) {
  const row = document.createElement("div");
  row.className = "rt-link";
  row.hidden = true;
  const label = document.createElement("label");
  label.textContent = say("Adresse des Links", "Address of the link");
  label.htmlFor = `${id}_link`;
  const input = document.createElement("input");
  input.id = label.htmlFor;
  input.type = "text";
  input.placeholder = "https://";
  row.append(label, input);
  const set = button(say("Übernehmen", "Apply"), row);
  const close = () => { row.hidden = true; editor.commands.focus(); };
  const apply = () => {
    const href = input.value.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    (href ? chain.setMark("link", { href }) : chain.unsetMark("link")).run();
    row.hidden = true;
  };
  set.addEventListener("click", apply);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); apply(); }
    if (event.key === "Escape") close();
  });
  const open = () => {
    input.value = editor.getAttributes("link").href || "";
    row.hidden = !row.hidden;
    if (!row.hidden) input.focus();
  };
  return { row, open };
}

function start(textarea) {
  if (textarea.closest(".rt-editor") || textarea.name.includes("__prefix__")) return;
  const box = document.createElement("div");
  box.className = "rt-editor";
  const toolbar = document.createElement("div");
  toolbar.className = "rt-toolbar";
  toolbar.setAttribute("role", "group");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const name = label?.textContent.trim().replace(/:$/, "") || textarea.name;
  toolbar.setAttribute("aria-label", `${say("Format", "Format")}: ${name}`);
  textarea.before(box);
  box.append(toolbar);
  const surface = document.createElement("div");
  surface.className = "rt-surface";
  box.append(surface, textarea);
  textarea.hidden = true;
  const described = textarea.getAttribute("aria-describedby");
  const editor = new Editor({
    element: surface,
    extensions: EXTENSIONS,
    content: asHtml(textarea.value),
    injectCSS: false,
    editorProps: {
      // Other pages and word processors begin at level 1
      transformPastedHTML: (html) => html.replace(/<(\/?)h1\b/gi, "<$1h2").replace(/<(\/?)h[56]\b/gi, "<$1h4"),
      attributes: {
        role: "textbox", "aria-multiline": "true", "aria-label": name, ...(described && { "aria-describedby": described }),
      },
    },
    onUpdate: ({ editor: changed }) => {
      textarea.value = changed.isEmpty ? "" : changed.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => marks.forEach(([made, isOn]) => made.setAttribute("aria-pressed", isOn(editor))),
  });
  const marks = BUTTONS.map(([text, act, isOn]) => {
    const made = button(text, toolbar);
    made.setAttribute("aria-pressed", "false");
    made.addEventListener("click", () => act(editor.chain().focus()).run());
    return [made, isOn];
  });
  const link = linkRow(editor, textarea.id);
  const linkButton = button(say("Link", "Link"), toolbar);
  linkButton.addEventListener("click", link.open);
  linkButton.setAttribute("aria-pressed", "false");
  marks.push([linkButton, (e) => e.isActive("link")]);
  toolbar.after(link.row);
  label?.addEventListener("click", () => editor.commands.focus());
}

const startAll = (holder) => holder.querySelectorAll("textarea[data-richtext]").forEach(start);
startAll(document);
document.addEventListener("formset:added", (event) => startAll(event.target));
