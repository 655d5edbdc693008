const greeting = process.env.GREETING ?? "Hello";
const every = (Number(process.env.EVERY_SECONDS) || 3) * 1000;
let done = 0;

const work = () => console.log(`${greeting}, number ${++done}. ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MiB of memory are in use.`);

console.log(`The worker has begun; it says something every ${every / 1000} s.`);
work();
const timer = setInterval(work, every);

// Nothing is left to do then, and the process ends.
process.once("SIGTERM", () => {
  clearInterval(timer);
  console.log(`Stopping after ${done}.`);
});
