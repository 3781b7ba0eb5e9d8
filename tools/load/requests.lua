-- Asks for what the visits asked for, one after the other; each thread begins somewhere else.
-- LOAD_PATHS names a file with one path a line. At the end, one line of JSON.

local asked, at, threads = {}, 0, 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init()
  for path in io.lines(os.getenv("LOAD_PATHS")) do
    wrk.headers["Accept-Encoding"] = "br"
    asked[#asked + 1] = wrk.format("GET", path)
  end
  at = number * math.floor(#asked / 2)
end

function request()
  at = at % #asked + 1
  return asked[at]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "bytes": %d, "microseconds": %d, "errors": %d, "p50": %d, "p99": %d, "worst": %d}\n',
    summary.requests, summary.bytes, summary.duration,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max
  ))
end
