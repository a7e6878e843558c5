FROM node:24-slim

# A published port reaches the container from outside, where its loopback address cannot be.
ENV NODE_ENV=production COUNTERCHECK_PORT=4300 COUNTERCHECK_HOST=0.0.0.0
WORKDIR /app

# The image brings Node 24 itself; no package of ours runs a script to be installed for production.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY manifest.yml ./
COPY commands ./commands
COPY src ./src

# State and artifacts; mount a volume here, and your configuration at /app/countercheck.yml.
RUN mkdir data && chown node:node data
VOLUME /app/data
USER node
EXPOSE 4300

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.COUNTERCHECK_PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "src/cli.ts", "start"]
