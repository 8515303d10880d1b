import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import Button from './Button.svelte';
import Checkbox from './Checkbox.svelte';
import IconButton from './IconButton.svelte';
import NumberField from './NumberField.svelte';
import RadioGroup from './RadioGroup.svelte';
import Select from './Select.svelte';
import Tabs from './Tabs.svelte';
import TextArea from './TextArea.svelte';
import TextField from './TextField.svelte';

const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

describe('Button', () => {
  it('cannot be pressed again while it is busy, and keeps the focus', async () => {
    const onclick = vi.fn();
    const { rerender } = render(Button, { children: text('Save'), onclick });
    const button = screen.getByRole('button', { name: 'Save' });
    await userEvent.click(button);
    expect(onclick).toHaveBeenCalledTimes(1);
    await rerender({ busy: true });
    await userEvent.click(button);
    expect(onclick, 'the second press came while busy').toHaveBeenCalledTimes(1);
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-busy')).toBe('true');
  });

  it('is a link where it has an address', () => {
    render(Button, { children: text('Agents'), href: '#/agents' });
    expect(screen.getByRole('link', { name: 'Agents' }).getAttribute('href')).toBe('#/agents');
  });
});

describe('IconButton', () => {
  it('is named by its label and keeps its own click beside the tip', async () => {
    const onclick = vi.fn();
    render(IconButton, { icon: 'filter', label: 'Filter', onclick });
    await userEvent.click(screen.getByRole('button', { name: 'Filter' }));
    expect(onclick).toHaveBeenCalledTimes(1);
  });
});

describe('TextField', () => {
  it('ties hint and error to the field', () => {
    render(TextField, { label: 'Name', hint: 'As it calls itself.', error: 'Taken. Choose another.', required: true });
    const field = screen.getByRole('textbox', { name: /Name/ });
    const described = (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent);
    expect(described.join(' ')).toContain('As it calls itself.');
    expect(described.join(' ')).toContain('Taken. Choose another.');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(field).toHaveProperty('required', true);
  });
});

describe('TextArea', () => {
  it('counts against its limit', async () => {
    render(TextArea, { label: 'Reason', maxlength: 10 });
    await userEvent.type(screen.getByRole('textbox'), 'because it is needed');
    expect(screen.getByRole('textbox')).toHaveProperty('value', 'because it');
    expect(screen.getByText('10 of 10 characters')).toBeTruthy();
  });
});

describe('NumberField', () => {
  it('speaks null when it is empty, not zero', async () => {
    const onchange = vi.fn();
    render(NumberField, { label: 'Days', value: 30, unit: 'days', onchange });
    const field = screen.getByRole('spinbutton', { name: 'Days' });
    await userEvent.clear(field);
    await userEvent.tab();
    expect(onchange).toHaveBeenLastCalledWith(null);
  });
});

describe('Checkbox', () => {
  it('turns by its label, and speaks as a switch where it is one', async () => {
    const onchange = vi.fn();
    render(Checkbox, { label: 'Start in the tray', asSwitch: true, onchange });
    await userEvent.click(screen.getByText('Start in the tray'));
    expect(onchange).toHaveBeenCalledWith(true);
    expect(screen.getByRole('switch')).toHaveProperty('checked', true);
  });
});

describe('RadioGroup', () => {
  it('speaks the chosen value and cannot choose what is disabled', async () => {
    const onchange = vi.fn();
    render(RadioGroup, {
      label: 'Who',
      value: 'all',
      onchange,
      choices: [
        { value: 'all', label: 'All agents' },
        { value: 'none', label: 'Nobody', hint: 'Direct only' },
        { value: 'some', label: 'Chosen', disabled: true },
      ],
    });
    expect(screen.getByRole('radiogroup', { name: 'Who' })).toBeTruthy();
    await userEvent.click(screen.getByLabelText('Nobody'));
    await userEvent.click(screen.getByLabelText('Chosen'));
    expect(onchange.mock.calls).toEqual([['none']]);
  });
});

describe('Select', () => {
  it('is chosen from with the keyboard', async () => {
    const onchange = vi.fn();
    render(Select, {
      label: 'Catalog',
      onchange,
      options: [
        { value: 'a', label: 'General' },
        { value: 'b', label: 'Finance' },
      ],
    });
    const trigger = screen.getByRole('combobox', { name: /Catalog/ });
    trigger.focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(screen.getByRole('option', { name: 'Finance' })).toBeTruthy());
    await userEvent.keyboard('{End}{Enter}');
    await vi.waitFor(() => expect(onchange).toHaveBeenCalledWith('b'));
    expect(trigger.textContent).toContain('Finance');
  });
});

describe('Tabs', () => {
  it('shows only the chosen part, and arrows choose', async () => {
    render(Tabs, {
      label: 'Parts',
      value: 'access',
      tabs: [
        { value: 'access', label: 'Access', count: 1200 },
        { value: 'life', label: 'Lifecycle' },
      ],
      panel: createRawSnippet<[string]>((value) => ({ render: () => `<p>part ${value()}</p>` })),
    });
    expect(screen.getByText('part access')).toBeTruthy();
    expect(screen.getByRole('tab', { name: /1,200/ })).toBeTruthy();
    screen.getByRole('tab', { name: /Access/ }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByText('part life')).toBeTruthy();
    expect(screen.queryByText('part access')).toBeNull();
  });
});
