// Carries out interviews in ODK Web Forms: one JSON request a line in, one answer a line out. Runs beside node_modules.
import { createInterface } from 'node:readline';
import { performance } from 'node:perf_hooks';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>', { url: 'http://localhost/' });
for (const name of Object.getOwnPropertyNames(window)) {
    if (/^(DOMParser|XMLSerializer|XPath|Node|Element|Attr|Document|Text|CDATASection|Comment|HTML|window|document)/.test(name) && !(name in globalThis)) {
        globalThis[name] = window[name];
    }
}
globalThis.window ??= window;
globalThis.document ??= window.document;
const print = console.log;
for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = () => {};
// The parser inside looks for Node's versions to choose how it loads itself, and its way for Node does not work in a module.
await fetch('data:,'); // Node's own fetch reads the versions when it is first used
const versions = Object.getOwnPropertyDescriptor(process, 'versions');
Object.defineProperty(process, 'versions', { value: {}, configurable: true });
const { loadForm } = await import('@getodk/xforms-engine');
Object.defineProperty(process, 'versions', versions);

const QUESTION = /^(note|select|input|trigger|range|rank|upload)$/;

const written = (node) => {
    const ref = node.currentState.reference;
    const repeats = [];
    for (let each = node; each; each = each.parent) if (each.nodeType === 'repeat-instance') repeats.push(each.currentState.reference);
    const kept = new Set(repeats.map((each) => each.split('/').length - 1));
    return ref.split('/').map((step, place) => (kept.has(place) ? step : step.replace(/\[\d+\]$/, ''))).join('/');
};
const inside = (node) => node.currentState.children ?? [];
const all = (node) => [node, ...inside(node).flatMap(all)];
const leaf = (node) => node.currentState.children === null;
const xml = (text) => new DOMParser().parseFromString(text, 'text/xml').documentElement;
const value = (node) => node.currentState.instanceValue ?? xml(node.instanceState.instanceXML).textContent;

function state(root) {
    const found = { choices: {}, values: {}, required: [], readonly: [], invalid: [] };
    for (const node of all(root)) {
        const ref = written(node);
        if (!leaf(node) || !node.currentState.relevant || /\/(\w+:)?meta\b/.test(ref)) continue;
        found.values[ref] = value(node);
        if (node.currentState.required) found.required.push(ref);
        if (node.currentState.readonly) found.readonly.push(ref);
        if (node.validationState?.constraint?.valid === false) found.invalid.push(ref);
        if (/^(select|rank)$/.test(node.nodeType)) found.choices[ref] = node.currentState.valueOptions.map((each) => each.value);
    }
    return found;
}

function words(root) {
    const found = {};
    for (const node of all(root)) {
        if (!QUESTION.test(node.nodeType) || !node.currentState.relevant) continue;
        found[written(node)] = {
            label: node.currentState.label?.asString ?? '',
            hint: node.currentState.hint?.asString ?? '',
            choices: /^(select|rank)$/.test(node.nodeType) ? node.currentState.valueOptions.map((each) => each.label?.asString ?? '') : [],
        };
    }
    return found;
}

function set(node, text) {
    const words = text.split(/\s+/).filter(Boolean);
    if (node.nodeType === 'select') node.selectValues(words);
    else if (node.nodeType === 'rank') node.setValues(words);
    else if (node.nodeType === 'trigger') node.setValue(text === 'OK');
    else if (node.valueType === 'int' || node.valueType === 'decimal') node.setValue(text === '' ? null : text);
    else node.setValue(text);
}

function give(node, text) {
    if (!node || !node.currentState.relevant || node.currentState.readonly) return 'refused';
    if (/^(note|upload)$/.test(node.nodeType)) return 'refused';
    if (node.nodeType === 'select' || node.nodeType === 'rank') {
        const offered = new Set(node.currentState.valueOptions.map((each) => each.value));
        if (!text.split(/\s+/).filter(Boolean).every((each) => offered.has(each))) return 'refused';
    }
    // Web Forms keeps what does not fit and says so; the others refuse it. Here it is taken back, to go on from the same place.
    const before = value(node);
    set(node, text);
    const refusal = text !== '' && value(node) === '' ? 'refused' : node.validationState.constraint.valid ? 'ok' : 'constraint';
    if (refusal !== 'ok') set(node, before);
    return refusal;
}

function act(root, [verb, ref, text]) {
    const found = (type) => all(root).find((node) => type.test(node.nodeType) && written(node) === ref);
    if (verb === 'answer') return give(found(QUESTION), text);
    if (verb === 'language') {
        root.setLanguage(root.languages.find((each) => each.language === ref));
        return 'ok';
    }
    if (verb === 'add') {
        const range = found(/^repeat-range:uncontrolled$/);
        if (!range || !range.currentState.relevant) return 'refused';
        range.addInstances();
        return 'ok';
    }
    const instance = found(/^repeat-instance$/);
    if (!instance || !instance.currentState.relevant || instance.parent.nodeType !== 'repeat-range:uncontrolled') return 'refused';
    instance.parent.removeInstances(instance.parent.currentState.children.indexOf(instance));
    return 'ok';
}

const types = { csv: 'text/csv', xml: 'text/xml', geojson: 'application/geo+json' };

async function load(form, media) {
    const fetchFormAttachment = async (url) => {
        const name = String(url).split('/').pop();
        if (!(name in (media ?? {}))) return new Response('', { status: 404 });
        return new Response(media[name], { status: 200, headers: { 'content-type': types[name.split('.').pop()] ?? 'text/plain' } });
    };
    const result = await loadForm(form, { fetchFormAttachment });
    if (result.status === 'failure') throw result.error;
    return result;
}

// Milliseconds to load, to begin, and of each step.
async function measure({ form, steps, rounds, warm }) {
    const answer = { loads: [], opens: [], steps: [] };
    let root;
    for (let round = 0; round < rounds; round += 1) {
        let start = performance.now();
        const result = await load(form);
        answer.loads.push(performance.now() - start);
        start = performance.now();
        ({ root } = result.createInstance());
        answer.opens.push(performance.now() - start);
    }
    const places = Object.fromEntries(all(root).filter((node) => QUESTION.test(node.nodeType)).map((node) => [written(node), node]));
    for (let round = 0; round <= (warm ?? 0); round += 1) {
        answer.steps = [];
        for (const [, ref, text] of steps) {
            const node = places[ref];
            if (!node.currentState.relevant) throw new Error(`${ref} is not relevant`);
            const start = performance.now();
            set(node, text);
            answer.steps.push(performance.now() - start);
        }
    }
    return answer;
}

async function answer(request) {
    const results = [];
    try {
        if (request.times) return await measure(request);
        const { root } = (await load(request.form, request.media)).createInstance();
        const begin = state(root);
        for (const step of request.steps) results.push({ did: act(root, step), state: state(root) });
        const problems = all(root).flatMap((node) =>
            leaf(node) && node.currentState.relevant && node.validationState?.violation ? [`${written(node)} ${node.validationState.violation.condition}`] : []);
        return { begin, results, problems, words: words(root), submission: root.instanceState.instanceXML };
    } catch (failure) {
        return { results, error: String(failure?.message ?? failure) };
    }
}

for await (const line of createInterface({ input: process.stdin })) print(JSON.stringify(await answer(JSON.parse(line))));
