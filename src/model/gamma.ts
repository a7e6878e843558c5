/** The regularized lower incomplete gamma function P(shape, x): by its series, or its continued fraction beyond the middle. */
export function lowerGamma(shape: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let at = shape + 1; term > sum * 1e-15; at += 1) {
      term *= x / at;
      sum += term;
    }
    return Math.min(1, sum * scale);
  }
  const tiny = 1e-300;
  let b = x + 1 - shape;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let step = 1, change = 0; Math.abs(change - 1) > 1e-15 && step < 1e6; step += 1) {
    const a = step * (shape - step);
    b += 2;
    d = 1 / (a * d + b || tiny);
    c = b + a / c || tiny;
    change = d * c;
    fraction *= change;
  }
  return Math.max(0, 1 - scale * fraction);
}

/** The logarithm of the gamma function by Stirling's series, shifted to where it is exact. */
function logGamma(value: number): number {
  let shift = 0;
  let at = value;
  for (; at < 15; at += 1) shift -= Math.log(at);
  const square = at * at;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / at;
  return shift + (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series;
}
