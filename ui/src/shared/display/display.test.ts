import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { describe, expect, it } from 'vitest';
import {
  AgentChip,
  Badge,
  Breadcrumbs,
  Card,
  EmptyState,
  Instant,
  KeyValue,
  PageHeader,
  PersonChip,
  Skeleton,
  Timeline,
  TwoClocks,
} from '.';

const now = '2026-03-01T12:00:00Z';
const text = (words: string) => createRawSnippet(() => ({ render: () => `<span>${words}</span>` }));

describe('states', () => {
  it('are told by a word and a shape, not by colour alone', () => {
    const { container } = render(Badge, { label: 'Denied', tone: 'danger' });
    expect(container.textContent).toContain('Denied');
    expect(container.querySelector('svg')).not.toBeNull();
  });
});

describe('Card', () => {
  it('is a region named by its title', () => {
    render(Card, { title: 'Facts', children: text('inside') });
    expect(screen.getByRole('region', { name: 'Facts' }).textContent).toContain('inside');
  });
});

describe('EmptyState', () => {
  it('says what to do', () => {
    render(EmptyState, { title: 'No access yet', text: 'Request a package.', action: text('Request') });
    expect(screen.getByText('Request')).toBeTruthy();
  });
});

describe('Skeleton', () => {
  it('says that it loads', () => {
    render(Skeleton);
    expect(screen.getByRole('status').textContent).toContain('Loading');
  });
});

describe('PageHeader', () => {
  it('names the window and carries the heading that takes the focus', () => {
    render(PageHeader, { title: 'Agents', crumbs: [{ label: 'Home', href: '#/' }, { label: 'Agents' }] });
    expect(document.title).toBe('Agents · Chaperone');
    expect(screen.getByRole('heading', { level: 1 }).tabIndex).toBe(-1);
  });
});

describe('Breadcrumbs', () => {
  it('mark this page and link the others', () => {
    render(Breadcrumbs, { crumbs: [{ label: 'Home', href: '#/' }, { label: 'Agents' }] });
    expect(screen.getByRole('link', { name: 'Home' })).toBeTruthy();
    expect(screen.getByText('Agents').getAttribute('aria-current')).toBe('page');
  });
});

describe('KeyValue', () => {
  it('says None for what is not there', () => {
    render(KeyValue, { facts: [{ key: 'Department', value: null }] });
    expect(screen.getByRole('definition').textContent?.trim()).toBe('None');
  });
});

describe('Instant', () => {
  it('shows the distance from the given now, and is exact for programs', () => {
    render(Instant, { at: '2026-03-15T12:00:00Z', now, both: true });
    const time = screen.getByRole('time');
    expect(time.textContent?.trim()).toBe('in 14 days · Mar 15, 2026, 12:00');
    expect(time.getAttribute('datetime')).toBe('2026-03-15T12:00:00Z');
  });
});

describe('Timeline', () => {
  it('tells what lies ahead from what happened', () => {
    render(Timeline, {
      props: {
        now,
        events: [
          { id: 'a', at: '2026-02-01T00:00:00Z', title: 'Delivered', by: 'Nadia' },
          { id: 'b', at: '2026-03-31T00:00:00Z', title: 'Access ends' },
        ],
      },
    });
    const [past, ahead] = screen.getAllByRole('listitem');
    expect(past?.textContent).not.toContain('still to come');
    expect(ahead?.textContent).toContain('still to come');
  });
});

describe('chips', () => {
  it('show initials for people and a mark for agents', () => {
    const { container } = render(PersonChip, { name: 'Nadia el Amrani', inactive: true });
    expect(container.textContent).toContain('NA');
    expect(container.textContent, 'inactive is said, not only struck through').toContain('inactive');
    render(AgentChip, { name: 'invoice-matcher', href: '#/agents/1' });
    expect(screen.getByRole('link', { name: 'invoice-matcher' })).toBeTruthy();
  });
});

describe('TwoClocks', () => {
  it("never mixes up the request's life with the access's life", () => {
    const { container } = render(TwoClocks, {
      now,
      request: { from: '2026-02-25T12:00:00Z', until: '2026-03-11T12:00:00Z' },
      access: { from: null, until: null, note: '30 days from delivery' },
    });
    const [request, access] = container.querySelectorAll('.clock');
    expect(request?.textContent).toMatch(/Time to decide.*Ends in 10 days/);
    expect(access?.textContent).toMatch(/Time of access.*30 days from delivery/);
  });
});
