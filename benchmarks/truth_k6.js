// k6's crowd: arrivals at a constant rate, each of whom asks for one page.
import http from 'k6/http';

const vus = Number(__ENV.TRUTH_VUS);

export const options = {
  discardResponseBodies: true,
  scenarios: {
    page: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.TRUTH_RATE),
      timeUnit: '1s',
      duration: `${__ENV.TRUTH_FOR_S}s`,
      preAllocatedVUs: vus,
      maxVUs: vus,
      gracefulStop: '15s',
    },
  },
};

export default function () {
  http.get(`${__ENV.TRUTH_URL}/page`);
}
