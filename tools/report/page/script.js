// SPDX-License-Identifier: GPL-2.0-or-later
//
// Sorting, searching, copying. Without it the page is whole; it makes its own controls, sets
// no markup, and takes nothing from the page but text.
"use strict";
(() => {
	const compare = new Intl.Collator("en", { numeric: true }).compare;

	// What a cell is sorted by: a number that the page gives, or its text.
	const keyOf = (row, place) => {
		const cell = row.cells[place];
		return cell.dataset.key === undefined ? cell.textContent.trim() : Number(cell.dataset.key);
	};

	const inOrder = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : compare(a, b);

	const sort = (table, heading) => {
		const place = heading.cellIndex;
		const direction = heading.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
		const sign = direction === "ascending" ? 1 : -1;
		const rows = Array.from(table.tBodies[0].rows, (row) => [keyOf(row, place), row]);
		rows.sort((a, b) => sign * inOrder(a[0], b[0]));
		table.tBodies[0].append(...rows.map((each) => each[1]));
		for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
		heading.setAttribute("aria-sort", direction);
	};

	const tables = Array.from(document.querySelectorAll(".scroll table"));
	for (const table of tables) {
		for (const heading of table.tHead.rows[0].cells) {
			const button = document.createElement("button");
			button.type = "button";
			button.textContent = heading.textContent;
			button.addEventListener("click", () => sort(table, heading));
			heading.replaceChildren(button);
		}
	}

	const rows = tables.flatMap((table) => Array.from(table.tBodies[0].rows))
		.map((row) => [row, row.textContent.toLowerCase()]);
	if (rows.length > 0) {
		const tools = document.createElement("search");
		const label = document.createElement("label");
		const field = document.createElement("input");
		const status = document.createElement("span");
		tools.className = "tools";
		tools.setAttribute("role", "search");
		label.htmlFor = field.id = "find";
		label.textContent = "Find in all tables";
		field.type = "search";
		status.id = "found";
		status.setAttribute("role", "status");
		const find = () => {
			const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
			let shown = 0;
			for (const [row, text] of rows) {
				row.hidden = !words.every((word) => text.includes(word));
				shown += row.hidden ? 0 : 1;
			}
			status.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
		};
		field.addEventListener("input", find);
		tools.append(label, field, status);
		document.querySelector("main").prepend(tools);
	}

	const select = (element) => getSelection().selectAllChildren(element);
	for (const filter of document.querySelectorAll("code.filter")) {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "copy";
		button.textContent = "Copy filter";
		button.addEventListener("click", async () => {
			select(filter);
			try {
				await navigator.clipboard.writeText(filter.textContent);
				button.textContent = "Copied";
			} catch {
				button.textContent = "Selected: copy it with the keyboard";
			}
		});
		filter.after(button);
	}

	// On paper nothing can be opened.
	let closed = [];
	addEventListener("beforeprint", () => {
		closed.push(...document.querySelectorAll("details:not([open])"));
		for (const each of closed) each.open = true;
	});
	addEventListener("afterprint", () => {
		for (const each of closed) each.open = false;
		closed = [];
	});
})();
