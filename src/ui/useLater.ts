import { useEffect, useState } from "react";

/** The result of a short computation that the view need not wait for; null until it is there. */
export function useLater<T>(compute: () => T): T | null {
  const [result, setResult] = useState<T | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setResult(compute()));
    return () => clearTimeout(timer);
  }, [compute]);
  return result;
}
