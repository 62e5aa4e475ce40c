import fc from "fast-check";
import { expect, it } from "vitest";
import { Allowance } from "./allowance.ts";

it("waits between two times, whatever they cost", () => {
  const allowance = new Allowance(1e6, 0.03);
  expect(allowance.due).toBe(true);
  allowance.begin();
  allowance.spent(0);
  allowance.trained(1e9);
  expect(allowance.due).toBe(false);
});

it("leaves the first time's cost out: it pays for kernels", () => {
  const allowance = new Allowance(0, 0.03);
  allowance.begin();
  allowance.spent(1000);
  expect(allowance.due).toBe(true);
  expect(allowance.taken).toBe(0);
  allowance.trained(4000);
  expect(allowance.taken).toBe(0.25);
});

it("earns each time after that with training, so that its share is never passed", () => {
  const costs = fc.array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(costs, fc.double({ min: 0.5, max: 200, noNaN: true }), (times, step) => {
      const allowance = new Allowance(0, 0.03);
      allowance.begin();
      allowance.spent(0);
      let trained = 0;
      for (const cost of times) {
        allowance.begin();
        allowance.spent(cost);
        const before = trained;
        while (!allowance.due) {
          allowance.trained(step);
          trained += step;
        }
        // As soon as it is earned, and not before.
        expect(trained - before).toBeGreaterThanOrEqual(cost / 0.03 - 1e-6);
        expect(trained - before).toBeLessThan(cost / 0.03 + step + 1e-6);
      }
      expect(allowance.taken).toBeLessThanOrEqual(0.03 + 1e-9);
    }),
  );
});
