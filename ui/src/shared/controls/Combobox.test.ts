import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import Combobox from './Combobox.svelte';
import type { Option } from './option';

const people: Option[] = [
  { value: '1', label: 'Nadia', hint: 'nadia@northwind.example' },
  { value: '2', label: 'Tomás' },
  { value: '3', label: 'Ines', disabled: true },
];
const search = async (typed: string) =>
  people.filter((person) => person.label.toLowerCase().includes(typed.toLowerCase()));

describe('Combobox', () => {
  it('finds while one types and picks with Enter', async () => {
    const onchange = vi.fn();
    render(Combobox, { label: 'Sponsor', search, onchange, pauseMs: 0 });
    const field = screen.getByRole('combobox', { name: 'Sponsor' });
    await userEvent.type(field, 'tom');
    await vi.waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await userEvent.keyboard('{Enter}');
    expect(onchange).toHaveBeenCalledWith([people[1]]);
    expect(field).toHaveProperty('value', 'Tomás');
    expect(field.getAttribute('aria-expanded')).toBe('false');
  });

  it('gathers several, and Backspace in the empty field takes the last one away', async () => {
    const onchange = vi.fn();
    render(Combobox, { label: 'Sponsors', search, onchange, multiple: true, pauseMs: 0 });
    const field = screen.getByRole('combobox');
    await userEvent.click(field);
    await vi.waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(3));
    await userEvent.keyboard('{Enter}{ArrowDown}{Enter}');
    expect(onchange).toHaveBeenLastCalledWith([people[0], people[1]]);
    await userEvent.keyboard('{Backspace}');
    expect(onchange).toHaveBeenLastCalledWith([people[0]]);
    await userEvent.click(screen.getByRole('button', { name: 'Remove Nadia' }));
    expect(onchange).toHaveBeenLastCalledWith([]);
  });

  it('does not pick what is disabled, and Escape closes only the list', async () => {
    const onchange = vi.fn();
    const onkeydown = vi.fn();
    document.body.addEventListener('keydown', onkeydown);
    render(Combobox, { label: 'Sponsor', search, onchange, pauseMs: 0 });
    await userEvent.type(screen.getByRole('combobox'), 'ines');
    await vi.waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await userEvent.keyboard('{Enter}');
    expect(onchange).not.toHaveBeenCalled();
    onkeydown.mockClear();
    await userEvent.keyboard('{Escape}');
    expect(onkeydown, 'Escape reached the dialog around the list').not.toHaveBeenCalled();
    document.body.removeEventListener('keydown', onkeydown);
  });

  it('shows the answer to the last question, whichever arrives last', async () => {
    const answers: ((found: Option[]) => void)[] = [];
    const slow = () => new Promise<Option[]>((give) => answers.push(give));
    render(Combobox, { label: 'Sponsor', search: slow, pauseMs: 0 });
    await userEvent.type(screen.getByRole('combobox'), 'n');
    await userEvent.type(screen.getByRole('combobox'), 'a');
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(1));
    answers.at(-1)?.([people[0] as Option]);
    answers[0]?.([people[1] as Option]);
    await vi.waitFor(() => expect(screen.getByRole('option').textContent).toContain('Nadia'));
  });

  it('says why when the core refuses', async () => {
    const refuse = () => Promise.reject(Object.assign(new Error('Sign in first.'), { code: 'not_signed_in' }));
    render(Combobox, { label: 'Sponsor', search: refuse });
    await userEvent.click(screen.getByRole('combobox'));
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Sign in first.'));
  });
});
