import { startProgress } from "../stack/progress";

export function startDoctorProgress() {
  const startedAt = performance.now();
  let count = "";
  const { end } = startProgress(
    () => `Checking the set-up (${((performance.now() - startedAt) / 1000).toFixed(0)} s${count})`,
  );
  return {
    tell(done: number, total: number) {
      const [of, all] = [done, total].map((each) => each.toLocaleString("en-US"));
      count = `, ${of} of ${all} sealed rows`;
    },
    end,
  };
}
