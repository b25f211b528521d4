// SearchPlanet's one script. Every page works without it; with it, results come while you type and the keyboard gets around.

const box = document.querySelector('#q');
const main = document.querySelector('main');

// Instant results. Each keystroke cancels what the last one asked for; the page comes from the server as it always does.

let asking = null;
let timer = 0;
let shown = location.search;

// What screen readers hear of it; it must be there before its text changes.
const said = document.createElement('p');
said.className = 'hidden';
said.setAttribute('role', 'status');
main.append(said);

async function show(url, push) {
  asking?.abort();
  const mine = asking = new AbortController();
  main.classList.add('busy');
  try {
    const response = await fetch(url, { signal: mine.signal, headers: { Accept: 'text/html' } });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.querySelector('.search');
    const old = main.querySelector('.search');
    if (!fresh || !old) return;
    for (const part of ['.top', '.hits', '.facets']) {
      const [from, to] = [fresh.querySelector(part), old.querySelector(part)];
      if (from && to) {
        if (part === '.facets') from.open = to.open;
        to.replaceWith(from);
      } else if (from) {
        old.querySelector('.top').after(from);
      } else {
        to?.remove();
      }
    }
    keep(page);
    document.title = page.title;
    said.textContent = main.querySelector('[data-total]')?.textContent ?? '';
    history[push ? 'pushState' : 'replaceState'](null, '', url);
    shown = location.search;
    enhance();
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  } finally {
    if (asking === mine) main.classList.remove('busy');
  }
}

// What the next word is searched within: the filters of what is shown now.
function keep(page) {
  box.form.querySelectorAll('input[type=hidden]').forEach(input => input.remove());
  box.after(...page.querySelectorAll('.box input[type=hidden]'));
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const form = new URLSearchParams(new FormData(box.form));
    if (main.querySelector('.search')) show('/search?' + form, false);
    else suggest();
  }, 120);
}

// Suggestions under the box (a combobox in the words of ARIA).

const list = document.createElement('ul');
list.id = 'suggestions';
list.className = 'suggestions';
list.hidden = true;
list.setAttribute('role', 'listbox');
list.setAttribute('aria-label', 'Suggestions');
let suggesting = null;

async function suggest() {
  suggesting?.abort();
  if (box.value.trim().length < 2) return close();
  suggesting = new AbortController();
  try {
    const response = await fetch(box.dataset.suggest + '?q=' + encodeURIComponent(box.value), { signal: suggesting.signal });
    if (!response.ok) return close();
    const { suggestions } = await response.json();
    list.replaceChildren(...suggestions.map((one, at) => {
      const item = document.createElement('li');
      item.id = 'suggestion-' + at;
      item.setAttribute('role', 'option');
      item.dataset.url = one.url;
      const what = document.createElement('span');
      what.className = 'what';
      what.textContent = `${one.kind}, ${one.count.toLocaleString('en')}`;
      item.append(one.text, what);
      return item;
    }));
    list.hidden = suggestions.length === 0 || document.activeElement !== box;
    box.setAttribute('aria-expanded', String(!list.hidden));
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}

function close() {
  list.hidden = true;
  box.setAttribute('aria-expanded', 'false');
  box.removeAttribute('aria-activedescendant');
}

function choose(step) {
  const items = [...list.children];
  const at = items.findIndex(item => item.ariaSelected === 'true');
  items[at]?.setAttribute('aria-selected', 'false');
  const next = items[(at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length];
  next.setAttribute('aria-selected', 'true');
  box.setAttribute('aria-activedescendant', next.id);
}

if (box) {
  box.setAttribute('role', 'combobox');
  box.setAttribute('aria-controls', list.id);
  box.setAttribute('aria-expanded', 'false');
  box.setAttribute('aria-autocomplete', 'list');
  box.form.append(list);
  box.addEventListener('input', typed);
  box.addEventListener('blur', () => setTimeout(close, 150));
  box.addEventListener('keydown', event => {
    if (list.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter') {
      const chosen = list.querySelector('[aria-selected=true]');
      if (chosen) {
        event.preventDefault();
        location.href = chosen.dataset.url;
      }
    }
  });
  list.addEventListener('mousedown', event => {
    const item = event.target.closest('li');
    if (item) location.href = item.dataset.url;
  });
}

// Keys: / to the box, j and k between results, ? for help.

function move(step) {
  const hits = [...document.querySelectorAll('.hit')].filter(hit => !hit.closest('details:not([open])'));
  if (hits.length === 0) return;
  const current = document.querySelector('.hit.current');
  const next = hits[Math.min(hits.length - 1, Math.max(0, hits.indexOf(current) + step))];
  current?.classList.remove('current');
  next.classList.add('current');
  next.querySelector('[data-hit]').focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function help() {
  let dialog = document.querySelector('#keys');
  if (!dialog) {
    dialog = document.createElement('dialog');
    dialog.id = 'keys';
    dialog.setAttribute('aria-labelledby', 'keys-title');
    dialog.innerHTML = '<h2 id="keys-title">Keys</h2><dl><dt><kbd>/</kbd></dt><dd>to the search box</dd><dt><kbd>j</kbd> <kbd>k</kbd></dt>'
      + '<dd>next, previous result</dd><dt><kbd>Enter</kbd></dt><dd>open it</dd><dt><kbd>Esc</kbd></dt><dd>close this</dd></dl>'
      + '<form method="dialog"><button>Close</button></form>';
    document.body.append(dialog);
  }
  dialog.showModal();
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, dialog')) return;
  if (event.key === '/' && box) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === 'j' || event.key === 'k') {
    move(event.key === 'j' ? 1 : -1);
  } else if (event.key === '?') {
    help();
  }
});

// What each search result page gets anew.

const wide = matchMedia('(min-width: 60rem)');

function enhance() {
  const facets = document.querySelector('[data-facets]');
  if (facets && wide.matches) facets.open = true;
  document.querySelectorAll('.facet').forEach(searchWithin);
  document.querySelectorAll('[data-histogram] svg').forEach(brush);
}

// A facet with more values than are shown can be searched.

function searchWithin(facet) {
  const more = facet.querySelector('.other');
  if (!more || facet.querySelector('input')) return;
  const input = document.createElement('input');
  const name = facet.querySelector('h2').textContent;
  input.placeholder = 'Find in ' + name.toLowerCase();
  input.setAttribute('aria-label', 'Find in ' + name);
  more.replaceWith(input);
  const values = facet.querySelector('ul');
  const first = [...values.children];
  let waiting = null;
  input.addEventListener('input', async () => {
    waiting?.abort();
    if (!input.value.trim()) return values.replaceChildren(...first);
    waiting = new AbortController();
    const asked = new URLSearchParams(location.search);
    const sort = asked.get('sort');
    const query = new URLSearchParams([...asked].filter(([key]) => /^-?(q|tag|author|source|planet|kind|lang|after|before)$/.test(key)));
    query.set('prefix', input.value.trim());
    query.set('limit', '10');
    try {
      const response = await fetch(`/api/v1/facets/${facet.dataset.facet}?${query}`, { signal: waiting.signal });
      if (!response.ok) return;
      const found = (await response.json()).values;
      values.replaceChildren(...found.map(one => {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = one.toggle_url.replace('/api/v1/search', '/search');
        if (sort) link.search = new URLSearchParams([...new URLSearchParams(link.search), ['sort', sort]]);
        link.rel = 'nofollow';
        if (one.selected) link.setAttribute('aria-current', 'true');
        const [label, count] = [document.createElement('span'), document.createElement('span')];
        label.className = 'label';
        label.textContent = one.label;
        count.className = 'count';
        count.textContent = one.count.toLocaleString('en');
        link.append(label, ' ', count);
        item.append(link);
        return item;
      }));
    } catch (error) {
      if (error.name !== 'AbortError') throw error;
    }
  });
}

// Drag over the histogram to choose a span of time.

function brush(svg) {
  const bars = [...svg.querySelectorAll('a')];
  let from = null;
  let shade = null;
  const at = event => {
    const area = svg.getBoundingClientRect();
    return (event.clientX - area.left) / area.width * svg.viewBox.baseVal.width;
  };
  svg.addEventListener('pointerdown', event => { from = at(event); });
  svg.addEventListener('dragstart', event => event.preventDefault());
  svg.addEventListener('pointermove', event => {
    if (from === null || Math.abs(at(event) - from) < 12) return;
    if (!shade) {
      shade = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      shade.setAttribute('class', 'brush');
      shade.setAttribute('height', '64');
      svg.append(shade);
      svg.setPointerCapture(event.pointerId);
    }
    shade.setAttribute('x', Math.min(from, at(event)));
    shade.setAttribute('width', Math.abs(at(event) - from));
  });
  svg.addEventListener('pointerup', event => {
    const to = at(event);
    const inside = shade && bars.filter(bar => {
      const x = Number(bar.querySelector('.bar').getAttribute('x'));
      return x + 8 > Math.min(from, to) && x < Math.max(from, to);
    });
    shade?.remove();
    [from, shade] = [null, null];
    if (!inside?.length) return;
    svg.addEventListener('click', click => click.preventDefault(), { capture: true, once: true });
    const url = new URL(bars[0].href.baseVal, location.href);
    url.searchParams.set('after', inside[0].dataset.from);
    url.searchParams.set('before', inside.at(-1).dataset.to);
    if (main.querySelector('.search')) show(url.pathname + url.search, true);
    else location.href = url;
  });
  svg.addEventListener('pointercancel', () => {
    shade?.remove();
    [from, shade] = [null, null];
  });
}

// Back to another search, not to another place on this page: the skip link leads to one.
addEventListener('popstate', () => { if (location.search !== shown) location.reload(); });
enhance();
