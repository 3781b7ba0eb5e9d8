-- Asks for what the visits asked for, one after the other; each connection where the last one stopped.
-- LOAD_PATHS names a file with one path a line. At the end, one line of JSON.

local asked = {}
for path in io.lines(os.getenv("LOAD_PATHS")) do
  asked[#asked + 1] = wrk.format("GET", path, { ["Accept-Encoding"] = "br" })
end
local at = 0

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
