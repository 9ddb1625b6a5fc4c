"""A TurnedDay: one on which much happens, of which no level has anything."""

DAY = """
name: turned
description: A day on which much happens.
seed: 7
locustfile: opening_day.py
traffic:
  arrivals: even
  phases:
    - {name: early, for: 10 s, rate: 10/s}
    - {name: late, for: 10 s, rate: 10/s}
  populations:
    - {name: few, journey: registrant, people: 50, during: [early]}
    - {name: visitors, journey: visitor}
site:
  quota: 100
  opens: early
  closes: late
  raises: [{with: late, quota: 120}]
  roll: {path: /admin/roll}
objectives:
  - {id: latency, expect: p99 of join <= 1.5 s, key: true}
evidence: {acknowledged: 30, seen: [sold-out], loop-lag: 300 ms}
faults: [{kind: kill, target: worker, at: 12 s}]
registration: {for: 1 h, people: 1000}
"""
