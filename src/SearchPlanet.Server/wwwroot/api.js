// The API's page: its forms are answered in place, with status, time and headers. Without this they lead to the answers themselves.

// An export has no end that a page should show.
const most = 200_000;

for (const operation of document.querySelectorAll('.operation')) {
  operation.addEventListener('submit', event => {
    event.preventDefault();
    ask(operation, event.target);
  });
}

if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute('open', '');

function addressOf(form) {
  let path = form.dataset.try;
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value) query.append(name, value);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

async function ask(operation, form) {
  const address = addressOf(form);
  const place = placeFor(operation);
  const [request, status] = [element('p', element('a', element('code', 'GET ' + address))), element('p', 'Asking…')];
  request.firstChild.href = address;
  status.setAttribute('role', 'status');
  place.replaceChildren(request, status);
  const started = performance.now();
  try {
    const response = await fetch(address, { cache: 'no-store' });
    const [text, isCut] = await read(response);
    const took = Math.round(performance.now() - started);
    status.textContent = `${response.status} ${response.statusText} in ${took} ms, ${text.length.toLocaleString('en')} characters${isCut ? ', the rest is not shown' : ''}`;
    place.append(headersOf(response), block(pretty(response, text), 'Body'));
  } catch (error) {
    status.textContent = `No answer: ${error.message}`;
  }
}

async function read(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return [text, false];
    text += value;
    if (text.length > most) {
      await reader.cancel();
      return [text.slice(0, most), true];
    }
  }
}

function pretty(response, text) {
  try {
    return /\bjson\b/.test(response.headers.get('Content-Type')) ? JSON.stringify(JSON.parse(text), null, 2) : text;
  } catch {
    return text;
  }
}

// Not by way of the form: its fields' names (after, before) hide its own members.
function placeFor(operation) {
  let place = operation.querySelector('.answer');
  if (!place) {
    place = element('section');
    place.className = 'answer';
    place.setAttribute('aria-label', 'Answer');
    operation.append(place);
  }
  return place;
}

function headersOf(response) {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return element('details', element('summary', 'Headers'), block(lines, 'Headers'));
}

function block(text, name) {
  const pre = element('pre', text);
  pre.tabIndex = 0;
  pre.setAttribute('role', 'region');
  pre.setAttribute('aria-label', name);
  return pre;
}

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
