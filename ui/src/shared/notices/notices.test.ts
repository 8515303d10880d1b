import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { announce, ErrorNotice, LiveRegion, Toasts, toasts } from '.';

describe('ErrorNotice', () => {
  it("shows a refusal's sentence and code, and offers another try", async () => {
    const onretry = vi.fn();
    const error = Object.assign(new Error('Ask another approver.'), { code: 'own_request' });
    render(ErrorNotice, { error, onretry });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('Ask another approver.');
    expect(alert.textContent).toContain('own_request');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onretry).toHaveBeenCalledTimes(1);
  });

  it('keeps the words of a broken program to the log', () => {
    render(ErrorNotice, { error: new TypeError('x is undefined') });
    expect(screen.getByRole('alert').textContent).not.toContain('undefined');
  });
});

describe('Toasts', () => {
  it('go away by themselves, but not while somebody aims at one', async () => {
    vi.useFakeTimers();
    render(Toasts);
    const run = vi.fn();
    toasts.say('Request sent', { label: 'Undo', run });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(toasts.shown).toHaveLength(1);
    toasts.hold();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(toasts.shown, 'held under the pointer').toHaveLength(1);
    toasts.resume();
    await vi.advanceTimersByTimeAsync(12_000);
    expect(toasts.shown).toHaveLength(0);
    vi.useRealTimers();
  });

  it('carry one action, which ends them', async () => {
    render(Toasts);
    const run = vi.fn();
    toasts.say('Disabled', { label: 'Undo', run });
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(run).toHaveBeenCalledTimes(1);
    expect(toasts.shown).toHaveLength(0);
  });
});

describe('LiveRegion', () => {
  it('speaks the same words twice when they are said twice', async () => {
    render(LiveRegion);
    announce('2 selected');
    await vi.waitFor(() => expect(screen.getByRole('status').textContent).toContain('2 selected'));
    announce('2 selected');
    await vi.waitFor(() => expect(screen.getAllByText('2 selected')).toHaveLength(2));
  });

  it('speaks both of two things that happen at once, and what toasts tell', async () => {
    render(LiveRegion);
    announce('Sorted by name');
    toasts.say('Request sent');
    const lines = () => [...screen.getByRole('status').children].map((line) => line.textContent);
    await vi.waitFor(() => expect(lines()).toEqual(expect.arrayContaining(['Sorted by name', 'Request sent'])));
    toasts.dismiss(toasts.shown.at(-1)?.id ?? 0);
  });
});
