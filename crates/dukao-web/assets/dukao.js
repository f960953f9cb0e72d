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
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && opened) close();
  });
}());
