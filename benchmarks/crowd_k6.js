// k6's crowd in the crowd's benchmark: virtual users who walk the three steps again and again.
import http from 'k6/http';
import { check } from 'k6';

const url = __ENV.CROWD_URL;

export const options = {
  scenarios: {
    walk: { executor: 'constant-vus', vus: Number(__ENV.CROWD_VUS), duration: __ENV.CROWD_FOR },
  },
  insecureSkipTLSVerify: true,
};

export default function () {
  http.get(`${url}/page`);
  http.get(`${url}/mine`);
  const answer = http.post(`${url}/join`, JSON.stringify({ nik: '9700000000000000' }), {
    headers: { 'Content-Type': 'application/json' },
  });
  check(answer, { seat: (one) => one.status === 201 && one.json('seat') !== '' });
}
