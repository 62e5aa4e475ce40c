import { useMemo } from "react";
import { useStore } from "zustand";
import type { DatasetInfo } from "../../../data/dataset.ts";
import { type Agreement, agreement } from "../../../math/classification.ts";
import type { LaneAnswers, LookConfig } from "../../../worker/protocol.ts";
import { useClient } from "../../storeContext.ts";
import { useLook } from "../useLook.ts";
import { type TestActions, type TestState, testStoreOf } from "./testStore.ts";

/** A part of the test's state; the component is drawn anew when that part changes. */
export function useTest<T>(select: (state: TestState) => T): T {
  return useStore(testStoreOf(useClient()), select);
}

export function useTestActions(): TestActions {
  return testStoreOf(useClient()).actions;
}

/** What two networks say of the same test images, the first of them the exact one. */
export interface Comparison {
  readonly info: DatasetInfo;
  readonly config: LookConfig;
  readonly labels: Uint8Array;
  readonly first: LaneAnswers;
  readonly second: LaneAnswers;
  /** Places in the test set. */
  readonly groups: Readonly<Record<Agreement, readonly number[]>>;
}

/** The latest result; null without one. */
export function useComparison(): Comparison | null {
  const result = useTest((state) => state.test?.result ?? null);
  const against = useTest((state) => state.against);
  const info = useLook((state) => state.subject?.info ?? null);
  const config = useLook((state) => state.subject?.config ?? null);
  return useMemo(() => {
    const [first, ...others] = result?.lanes ?? [];
    const second = others.find(({ run }) => run === against) ?? others[0];
    if (!result || !first || !second || info === null || config === null) return null;
    const { labels } = result;
    return { info, config, labels, first, second, groups: agreement(labels, first, second) };
  }, [result, against, info, config]);
}
