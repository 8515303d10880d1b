import { describe, expect, it } from 'vitest';
import type { ResourceRoleRow, Saying } from '../../generated/contract';
import { PackageDraft } from './draft.svelte';
import { policyAnswers } from './policySentences';
import { placeInPackage, placeInPolicy, problemsOf } from './steps';

const role = (id: string) => ({ id }) as ResourceRoleRow;

describe('a policy in words', () => {
  const draft = new PackageDraft();

  it('says who decides, and that somebody is missing', () => {
    expect(policyAnswers(draft.words)[1]?.sentences).toEqual(['Someone not chosen yet must agree within 7 days.']);
    const [stage] = draft.stages;
    if (stage?.approvers[0]) stage.approvers[0].chosen = [{ value: '1', label: 'Beatriz Nogueira' }];
    expect(policyAnswers(draft.words)[1]?.sentences).toEqual(['Beatriz Nogueira must agree within 7 days.']);
  });

  it('counts no agents where a group is named', () => {
    const chosen = {
      ...draft.words,
      scope: 'specificDirectoryServicePrincipals' as const,
      specificTargets: [{ id: '1', displayName: 'invoice-matcher' }],
      specificTargetGroups: [{ id: '2', displayName: 'Finance agents' }],
    };
    expect(policyAnswers(chosen)[0]?.sentences[0]).toBe('Only invoice-matcher and the agents in Finance agents.');
  });

  it('names chosen agents, and what never ends', () => {
    const answers = policyAnswers({
      ...draft.words,
      scope: 'specificDirectoryServicePrincipals',
      specificTargets: [
        { id: '1', displayName: 'invoice-matcher' },
        { id: '2', displayName: 'route-planner' },
      ],
      expiration: { type: 'noExpiration' },
      extension: 'notAllowed',
      stages: [],
      isRequestorJustificationRequired: false,
    });
    expect(answers.map((answer) => answer.sentences.join(' '))).toEqual([
      'Only these 2 agents: invoice-matcher and route-planner. ' +
        'The agent itself or its sponsors and owners may request it and give it back.',
      'No approval: access is delivered at once.',
      'Access does not end by itself.',
      'It cannot be extended; it can be requested again after its end.',
    ]);
  });
});

describe('a package in the making', () => {
  it('loses its roles with its catalog, and keeps them when the same is chosen again', () => {
    const draft = new PackageDraft();
    draft.chooseCatalog('a');
    draft.roles.set('1', role('1'));
    draft.chooseCatalog('a');
    expect(draft.roles.size).toBe(1);
    draft.chooseCatalog('b');
    expect(draft.roles.size).toBe(0);
  });

  it('asks for what the steps say', () => {
    const draft = new PackageDraft();
    draft.chooseCatalog('a');
    draft.displayName = 'Closing';
    draft.roles.set('1', role('1'));
    draft.stages.splice(0);
    draft.expires = 'noExpiration';
    draft.targets = [{ value: 'left over', label: 'from another choice' }];
    expect(draft.ask).toMatchObject({
      catalogId: 'a',
      resourceRoleIds: ['1'],
      policies: [
        {
          displayName: 'All agents, no approval, no end',
          specificTargets: [],
          stages: [],
          expiration: { type: 'noExpiration' },
          extension: 'notAllowed',
        },
      ],
    });
  });

  it('knows what each step still needs', () => {
    const draft = new PackageDraft();
    expect(Object.keys(problemsOf('basics', draft))).toEqual(['catalog', 'displayName']);
    expect(Object.keys(problemsOf('roles', draft))).toEqual(['roles']);
    expect(Object.keys(problemsOf('approval', draft))).toEqual(['stage0.approvers']);
    expect(problemsOf('ending', draft)).toEqual({});
    draft.stages.splice(0);
    expect(Object.keys(problemsOf('ending', draft)), 'nobody is left who could approve an extension').toEqual([
      'extension',
    ]);
  });
});

describe('a refusal', () => {
  const refused = (path: string, values: Saying['values'] = {}) => {
    const [field, ...within] = path.split('/');
    return { saying: { code: 'refused', case: null, values, field, within } };
  };

  it('of a package is shown at the field that the core names, in whichever step that is', () => {
    expect(placeInPackage(refused('displayName'))).toEqual(['basics', 'displayName']);
    expect(placeInPackage(refused('resourceRoleIds'))).toEqual(['roles', 'roles']);
    expect(placeInPackage(refused('policies/displayName'))).toEqual(['review', 'policyName']);
    expect(placeInPackage(refused('policies/expiration/duration'))).toEqual(['ending', 'expiration']);
    expect(placeInPackage(refused('policies/stages'))).toEqual(['approval', 'stages']);
    expect(placeInPackage(refused('policies'))).toBeUndefined();
  });

  it('of a policy is shown at the part that the core counts, and at its property', () => {
    const [second, third] = [{ stage: 2 }, { question: 3 }];
    expect(placeInPolicy(refused('stages/limitDays', second))).toEqual(['approval', 'stage1.limit']);
    expect(placeInPolicy(refused('stages/fallbackApprovers', second))).toEqual(['approval', 'stage1.fallback']);
    expect(placeInPolicy(refused('questions/localizations', third))).toEqual(['questions', 'question2.languages']);
    expect(placeInPolicy(refused('questions/text', third))).toEqual(['questions', 'question2.text']);
    expect(placeInPolicy(refused('displayName'))).toEqual(['review', 'policyName']);
  });

  it('that speaks of no field, or of none that is asked for, is shown beside the button', () => {
    expect(placeInPackage({ saying: { code: 'quota_full', case: null, values: {} } })).toBeUndefined();
    expect(placeInPackage(refused('somethingNew'))).toBeUndefined();
    expect(placeInPolicy({ saying: undefined })).toBeUndefined();
  });
});
