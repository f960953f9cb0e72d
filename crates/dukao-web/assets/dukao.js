// Comfort only: every page reads and works without this script.
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('dk-js');

  // Selects of a filter row apply at once.
  document.addEventListener('change', function (event) {
    var form = event.target.closest('form[data-auto]');
    if (form && event.target.matches('select')) form.submit();
  });

  // Printing is a button only where a script can print.
  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-print]')) window.print();
  });

  // Files may be dropped anywhere on an upload form.
  document.querySelectorAll('form[data-drop]').forEach(function (form) {
    var field = form.querySelector('.dk-drop');
    var input = field && field.querySelector('input[type=file]');
    if (!input) return;
    function over(event) {
      if (!event.dataTransfer || Array.prototype.indexOf.call(event.dataTransfer.types, 'Files') < 0) return;
      event.preventDefault();
      field.classList.add('dk-over');
    }
    form.addEventListener('dragenter', over);
    form.addEventListener('dragover', over);
    form.addEventListener('dragleave', function (event) {
      if (!form.contains(event.relatedTarget)) field.classList.remove('dk-over');
    });
    form.addEventListener('drop', function (event) {
      if (!event.dataTransfer || !event.dataTransfer.files.length) return;
      event.preventDefault();
      field.classList.remove('dk-over');
      input.files = event.dataTransfer.files;
      input.focus();
    });
  });

  // A large upload shows how far it is; the answer is the same page as without script.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    var bar = form.querySelector && form.querySelector('progress.dk-sent');
    if (!bar || !window.FormData) return;
    var size = 0;
    form.querySelectorAll('input[type=file]').forEach(function (input) {
      Array.prototype.forEach.call(input.files, function (file) { size += file.size; });
    });
    if (size < 1 << 20) return;
    event.preventDefault();
    var request = new XMLHttpRequest();
    request.upload.addEventListener('progress', function (sent) {
      bar.hidden = false;
      if (sent.lengthComputable) bar.value = Math.round(100 * sent.loaded / sent.total);
    });
    request.addEventListener('load', function () {
      if (request.status < 300) { window.location.assign(request.responseURL); return; }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener('error', function () { form.submit(); });
    request.open('POST', form.action);
    request.send(new FormData(form));
  });

  // A figure opens its trace in place; with a modifier key the link stays a link.
  var opened = null;
  function place() { return document.getElementById('dk-trace') || document.getElementById('dk-dock'); }
  function mark(link) {
    if (opened) opened.classList.remove('dk-open');
    opened = link;
    if (opened) opened.classList.add('dk-open');
  }
  function close() {
    var dock = document.getElementById('dk-dock');
    if (dock) dock.textContent = '';
    var back = opened;
    mark(null);
    if (back) back.focus();
  }
  document.addEventListener('click', function (event) {
    if (event.target.closest('[data-close]')) { close(); return; }
    var link = event.target.closest('a.dk-fig');
    var target = place();
    if (!link || !target || !window.htmx) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    window.htmx.ajax('GET', link.getAttribute('href'), { target: target, swap: 'innerHTML' }).then(function () {
      mark(link);
      target.scrollIntoView({ block: 'nearest' });
    });
  });
  // Panels below a button: a click elsewhere closes them.
  var PANELS = 'details.dk-menu[open], details.dk-theme[open]';
  document.addEventListener('click', function (event) {
    document.querySelectorAll(PANELS).forEach(function (panel) {
      if (!panel.contains(event.target)) panel.open = false;
    });
  });

  // Keys: never while something is typed, never with a modifier. The list stands in the page (`?`).
  function typing(element) {
    if (element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName)) return true;
    return element.tagName === 'INPUT' && !/^(checkbox|radio|button|submit|reset|file)$/.test(element.type);
  }
  function rows() {
    return Array.prototype.filter.call(document.querySelectorAll('main tbody tr'), function (row) {
      return row.offsetParent && !row.classList.contains('dk-grp') && row.querySelector('a[href]');
    });
  }
  /** What of a row can be gone to: the link that opens it first, then its figures and other links. */
  function stops(row) {
    var links = Array.prototype.slice.call(row.querySelectorAll('a[href]')).filter(function (link) { return link.offsetParent; });
    var first = row.querySelector('[data-open]') || row.querySelector('th a[href]') || links[0];
    return [first].concat(links.filter(function (link) { return link !== first; }));
  }
  function columnOf(link) {
    var cell = link.closest('td, th');
    return cell ? cell.cellIndex : 0;
  }
  // Going down keeps the column, also past rows that have nothing in it.
  var wanted = { column: 0, at: null };
  function stepRow(by) {
    var all = rows();
    var row = document.activeElement.closest('main tbody tr');
    var at = all.indexOf(row);
    var next = all[at < 0 ? 0 : at + by];
    if (!next) return;
    var links = stops(next);
    if (at < 0) wanted.column = columnOf(links[0]);
    else if (wanted.at !== document.activeElement) wanted.column = columnOf(document.activeElement);
    var away = function (link) { return Math.abs(columnOf(link) - wanted.column); };
    wanted.at = links.reduce(function (best, link) { return away(link) < away(best) ? link : best; });
    wanted.at.focus();
  }
  function stepLink(by) {
    var row = document.activeElement.closest('main tbody tr');
    var links = Array.prototype.slice.call(row.querySelectorAll('a[href]')).filter(function (link) { return link.offsetParent; });
    var next = links[links.indexOf(document.activeElement) + by];
    if (next) next.focus();
  }
  function find() {
    var field = document.querySelector('main input[type=search]');
    if (field) { field.focus(); field.select(); return; }
    var ledger = document.querySelector('.dk-nav a[href^="/ledger"]');
    if (ledger) window.location.assign(ledger.href + '#dk-find');
  }
  function trace() {
    var focused = document.activeElement;
    var row = focused.closest('main tbody tr');
    var figure = focused.matches('a.dk-fig') ? focused : row && row.querySelector('a.dk-fig');
    if (!figure) return;
    figure.focus();
    figure.click();
  }
  function keys() {
    var list = document.getElementById('dk-keys');
    if (list && list.showModal && !list.open) list.showModal();
  }
  function back(event) {
    var panel = document.querySelector(PANELS);
    if (panel) {
      panel.open = false;
      panel.querySelector('summary').focus();
    } else if (opened && !typing(event.target)) close();
  }
  document.addEventListener('click', function (event) {
    var list = document.getElementById('dk-keys');
    if (event.target.closest('[data-keys]')) keys();
    else if (list && list.open && event.target === list) list.close();
  });
  if (window.location.hash === '#dk-find') find();
  document.addEventListener('keydown', function (event) {
    var list = document.getElementById('dk-keys');
    if (event.isComposing || event.defaultPrevented || (list && list.open)) return;
    if (event.key === 'Escape') { back(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    var inRow = document.activeElement.closest('main tbody tr') && document.activeElement.matches('a');
    var act = { '/': find, '?': keys, t: trace, j: stepRow.bind(null, 1), k: stepRow.bind(null, -1) }[event.key];
    if (!act && inRow) {
      act = {
        ArrowDown: stepRow.bind(null, 1), ArrowUp: stepRow.bind(null, -1), ArrowRight: stepLink.bind(null, 1), ArrowLeft: stepLink.bind(null, -1),
      }[event.key];
    }
    if (!act) return;
    event.preventDefault();
    act();
  });
}());
