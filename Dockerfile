# Two images from one file. The chat has no torch:       docker build --target chat   -t mazok .
# The worker paints and brings torch with it:             docker build --target worker -t mazok-worker .

FROM python:3.11-slim AS base
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 MAZOK_DATA=/data MAZOK_KEY_FILE=/key/key MAZOK_HOST=0.0.0.0
WORKDIR /app
RUN useradd --create-home mazok && mkdir /data /key && chown mazok /data /key
COPY pyproject.toml README.md ./
COPY bot bot
COPY engine engine
COPY storage storage

FROM base AS chat
RUN pip install .
USER mazok
VOLUME ["/data", "/key"]
EXPOSE 8080
ENV MAZOK_WORKERS=0
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=3)"]
CMD ["mazok", "run"]

FROM base AS worker
RUN pip install '.[engine]'
USER mazok
VOLUME ["/data", "/key"]
CMD ["mazok", "worker"]
