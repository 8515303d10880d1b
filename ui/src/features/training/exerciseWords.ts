// How an exercise is told in the reader's language. The core speaks English; for another language its exercises and
// requirements are known by their id.
import { tongue } from '../../shared/i18n';

export interface ExerciseWords {
  title: string;
  task: string;
  hints: readonly string[];
}

type Exercises = Readonly<Record<string, ExerciseWords & { explanation: string }>>;
type Requirements = Readonly<Record<string, string>>;

const exercises = (): Exercises => tongue()?.exercises.exercises ?? {};
const requirements = (): Requirements => tongue()?.exercises.requirements ?? {};

export function exerciseWords(told: ExerciseWords & { id: string }): ExerciseWords {
  return exercises()[told.id] ?? told;
}

export function requirementWords(told: { id: string; sentence: string }): string {
  return requirements()[told.id] ?? told.sentence;
}

export function explanationWords(exercise: string, told: string): string {
  return exercises()[exercise]?.explanation ?? told;
}
