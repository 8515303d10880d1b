// What every browser test stands on: the built gallery behind the product's real content security policy, and Debian's
// Chromium. Nothing here reaches beyond this machine.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

export const POLICY =
  "default-src 'self'; style-src 'self'; img-src 'self' data:; connect-src ipc: http://ipc.localhost";

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };

/** Serves a built folder. `ahead` sees each request first and says whether it took it. */
export async function serve(folder, policy = POLICY, ahead = () => false) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://host').pathname);
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      if (!(extname(path) in types) && ahead(request, response, Buffer.concat(parts).toString())) return;
      const body = await readFile(join(folder, path));
      response.writeHead(200, {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });
}

/**
 * A page that remembers each violation of the policy and each error, from its first line on. Nothing moves on it, so that
 * what fades in is never measured half-way.
 */
export async function openPage(browser, url, { theme = 'light', density = 'roomy', language = 'en', ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  await context.addInitScript(
    ([chosenTheme, chosenDensity, chosenLanguage]) => {
      localStorage.setItem('chaperone.theme', chosenTheme);
      localStorage.setItem('chaperone.density', chosenDensity);
      localStorage.setItem('chaperone.language', chosenLanguage);
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        window.violations.push(
          `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
        ),
      );
    },
    [theme, density, language],
  );
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && errors.push(message.text()));
  await page.goto(url);
  await page.evaluate(() => document.fonts.ready);
  return {
    page,
    /** Violations and errors up to now. */
    troubles: async () => [...(await page.evaluate(() => window.violations)), ...errors],
    close: () => context.close(),
  };
}

const axeScript = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** Runs axe on the page, all its rules or some, and names what it found, one line each. */
export async function axe(page, rules) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeScript);
  // Only these lines leave the page: the whole result, with all that was found right, takes longer to hand over than to find.
  return page.evaluate(async (only) => {
    const { violations } = await window.axe.run({ resultTypes: ['violations'], ...(only && { runOnly: only }) });
    return violations.flatMap((violation) =>
      violation.nodes.map(
        (node) => `${violation.id}: ${node.html.slice(0, 160)} | ${node.failureSummary?.slice(0, 300)}`,
      ),
    );
  }, rules);
}
