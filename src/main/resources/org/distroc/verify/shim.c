/*
 * Loaded into every program of distroc verify's second build (LD_PRELOAD): its clock is a year and
 * some days ahead, and its folders list their files backwards. What depends on either comes out
 * otherwise, and is found.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

/* Over the end of a year, another day of the month, another hour, minute and second. */
#define AHEAD (401L * 86400 + 5 * 3600 + 7 * 60 + 11)

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) {
    *result = now.tv_sec;
  }
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone) {
  static int (*real)(struct timeval *, void *);
  if (!real) {
    real = (int (*)(struct timeval *, void *))dlsym(RTLD_NEXT, "gettimeofday");
  }
  int status = real(result, zone);
  if (status == 0) {
    result->tv_sec += AHEAD;
  }
  return status;
}

int clock_gettime(clockid_t clock, struct timespec *result) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) {
    real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  }
  int status = real(clock, result);
  if (status == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    result->tv_sec += AHEAD;
  }
  return status;
}

/* A folder that is being read: its entries, of which the last comes first. */
struct listing {
  DIR *folder;
  struct dirent **entries;
  size_t left;
  struct listing *next;
};

static struct listing *listings;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static struct dirent *real_readdir(DIR *folder) {
  static struct dirent *(*real)(DIR *);
  if (!real) {
    real = (struct dirent * (*)(DIR *)) dlsym(RTLD_NEXT, "readdir64");
  }
  return real(folder);
}

static struct listing *listing_of(DIR *folder) {
  struct listing *at;
  for (at = listings; at && at->folder != folder; at = at->next) {
  }
  if (at) {
    return at;
  }
  at = calloc(1, sizeof *at);
  if (!at) {
    abort();
  }
  at->folder = folder;
  at->next = listings;
  listings = at;
  for (struct dirent *entry; (entry = real_readdir(folder));) {
    at->entries = realloc(at->entries, (at->left + 1) * sizeof *at->entries);
    struct dirent *copy = malloc(sizeof *copy);
    if (!at->entries || !copy) {
      abort();
    }
    __builtin_memcpy(copy, entry, entry->d_reclen < sizeof *copy ? entry->d_reclen : sizeof *copy);
    at->entries[at->left++] = copy;
  }
  return at;
}

/* The entries stay valid until the folder is closed, which is more than is asked for. */
struct dirent *readdir(DIR *folder) {
  pthread_mutex_lock(&mutex);
  struct listing *at = listing_of(folder);
  struct dirent *entry = at->left ? at->entries[--at->left] : NULL;
  pthread_mutex_unlock(&mutex);
  return entry;
}

struct dirent64 *readdir64(DIR *folder) {
  return (struct dirent64 *)readdir(folder);
}

static void forget(DIR *folder) {
  pthread_mutex_lock(&mutex);
  for (struct listing **link = &listings; *link; link = &(*link)->next) {
    if ((*link)->folder == folder) {
      struct listing *gone = *link;
      *link = gone->next;
      free(gone->entries);
      free(gone);
      break;
    }
  }
  pthread_mutex_unlock(&mutex);
}

void rewinddir(DIR *folder) {
  static void (*real)(DIR *);
  if (!real) {
    real = (void (*)(DIR *))dlsym(RTLD_NEXT, "rewinddir");
  }
  forget(folder);
  real(folder);
}

int closedir(DIR *folder) {
  static int (*real)(DIR *);
  if (!real) {
    real = (int (*)(DIR *))dlsym(RTLD_NEXT, "closedir");
  }
  forget(folder);
  return real(folder);
}
