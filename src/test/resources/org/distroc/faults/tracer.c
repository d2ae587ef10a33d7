/*
 * Runs a command and follows all its processes from outside, whatever namespaces they enter. It
 * either makes one of their system calls fail, or records what they open, execute and connect to.
 *
 *   tracer faults LOG [PROGRAM CALL ORDINAL ACTION] -- COMMAND...
 *   tracer audit LOG -- COMMAND...
 *
 * faults: LOG gets a line for each call that writes, renames, forks, executes or connects: program,
 * call, its ordinal among these calls of that program, the file or other object. The call with this
 * program, name and ordinal fails with the number ACTION as errno, without being made; or its
 * process is killed if ACTION is "kill"; or, if it executes a program, that ends at once with status
 * N if ACTION is "exit N", and waits for ever if ACTION is "hang". A line "fault" tells that it was.
 *
 * audit: LOG gets a line for each successful call: program, "host" or "inside" another mount
 * namespace (for connections, network namespace), call, "read" or "write", device and inode of what
 * is opened, path or address.
 *
 * A seccomp filter stops the processes at the calls of the tables below only, so that everything
 * else runs at full speed. Ends like the command; processes that outlive it by five seconds are
 * recorded as "left", and killed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the arguments of a call mean. */
enum kind {
  WRITES,    /* the first is a file */
  COPIES_TO, /* the second, or the third for copy_file_range, is a file that is written */
  OPENS,     /* path, flags */
  OPENS_AT,  /* folder, path, flags */
  CHANGES,   /* path */
  CHANGES_AT,
  CHANGES_SECOND,    /* the new name of something */
  CHANGES_SECOND_AT,
  FORKS,
  EXECUTES,
  EXECUTES_AT,
  CONNECTS,
  SENDS
};

static const struct call {
  int number;
  const char *name;
  enum kind kind;
} calls[] = {
    {SYS_write, "write", WRITES},
    {SYS_writev, "writev", WRITES},
    {SYS_pwrite64, "pwrite64", WRITES},
    {SYS_pwritev, "pwritev", WRITES},
    {SYS_pwritev2, "pwritev2", WRITES},
    {SYS_ftruncate, "ftruncate", WRITES},
    {SYS_fallocate, "fallocate", WRITES},
    {SYS_fsync, "fsync", WRITES},
    {SYS_fdatasync, "fdatasync", WRITES},
    {SYS_fchmod, "fchmod", WRITES},
    {SYS_fchown, "fchown", WRITES},
    {SYS_sendfile, "sendfile", WRITES},
    {SYS_copy_file_range, "copy_file_range", COPIES_TO},
    {SYS_splice, "splice", COPIES_TO},
    {SYS_open, "open", OPENS},
    {SYS_creat, "creat", OPENS},
    {SYS_openat, "openat", OPENS_AT},
    {SYS_openat2, "openat2", OPENS_AT},
    {SYS_truncate, "truncate", CHANGES},
    {SYS_mkdir, "mkdir", CHANGES},
    {SYS_rmdir, "rmdir", CHANGES},
    {SYS_unlink, "unlink", CHANGES},
    {SYS_chmod, "chmod", CHANGES},
    {SYS_chown, "chown", CHANGES},
    {SYS_lchown, "lchown", CHANGES},
    {SYS_utime, "utime", CHANGES},
    {SYS_utimes, "utimes", CHANGES},
    {SYS_mknod, "mknod", CHANGES},
    {SYS_mkdirat, "mkdirat", CHANGES_AT},
    {SYS_unlinkat, "unlinkat", CHANGES_AT},
    {SYS_fchmodat, "fchmodat", CHANGES_AT},
    {SYS_fchownat, "fchownat", CHANGES_AT},
    {SYS_utimensat, "utimensat", CHANGES_AT},
    {SYS_mknodat, "mknodat", CHANGES_AT},
    {SYS_rename, "rename", CHANGES_SECOND},
    {SYS_link, "link", CHANGES_SECOND},
    {SYS_symlink, "symlink", CHANGES_SECOND},
    {SYS_renameat, "renameat", CHANGES_SECOND_AT},
    {SYS_renameat2, "renameat2", CHANGES_SECOND_AT},
    {SYS_linkat, "linkat", CHANGES_SECOND_AT},
    {SYS_symlinkat, "symlinkat", CHANGES_SECOND_AT},
    {SYS_fork, "fork", FORKS},
    {SYS_vfork, "vfork", FORKS},
    {SYS_clone, "clone", FORKS},
    {SYS_clone3, "clone3", FORKS},
    {SYS_execve, "execve", EXECUTES},
    {SYS_execveat, "execveat", EXECUTES_AT},
    {SYS_connect, "connect", CONNECTS},
    {SYS_bind, "bind", CONNECTS},
    {SYS_sendto, "sendto", SENDS},
};
enum { CALLS = sizeof calls / sizeof *calls };

/* A call as its process makes it. */
struct made {
  const struct call *call;
  unsigned long arguments[6];
  char object[3 * PATH_MAX];
  int writes;
};

/* How often a program made a call. */
static struct count {
  char program[64];
  const struct call *call;
  int made;
} counts[4096];

/* By number of a thread: the call that it is in, if its end is awaited, and whether it lives. */
static struct made **awaited;
static char *alive;
static int living;
static long most;

static int audits;
static FILE *log_file;
static const char *fault_program, *fault_call, *fault_action;
static int fault_ordinal;
static char host_mounts[64], host_network[64];

/* The process that is about to execute a program which is not to do its work. */
static pid_t idle;

static void fail(const char *what) {
  perror(what);
  exit(125);
}

static void install_filter(void) {
  struct sock_filter filter[CALLS + 4];
  int at = 0;
  filter[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
                                              offsetof(struct seccomp_data, nr));
  for (int i = 0; i < CALLS; i++) {
    filter[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number,
                                                CALLS - i, 0);
  }
  filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  filter[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
  struct sock_fprog program = {at, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
    fail("seccomp");
  }
}

static ssize_t read_memory(pid_t pid, unsigned long from, void *to, size_t length) {
  struct iovec here = {to, length}, there = {(void *)from, length};
  return process_vm_readv(pid, &here, 1, &there, 1, 0);
}

/* A string of the process; a page at a time, since the next one may not exist. */
static void read_text(pid_t pid, unsigned long from, char *to, size_t length) {
  size_t at = 0;
  while (at + 1 < length) {
    size_t part = 4096 - ((from + at) & 4095);
    part = part < length - 1 - at ? part : length - 1 - at;
    ssize_t got = read_memory(pid, from + at, to + at, part);
    if (got <= 0) {
      break;
    }
    if (memchr(to + at, 0, got)) {
      return;
    }
    at += got;
  }
  to[at] = 0;
}

static void read_link(char *to, size_t length, const char *format, pid_t pid, int descriptor) {
  char name[64];
  snprintf(name, sizeof name, format, pid, descriptor);
  ssize_t got = readlink(name, to, length - 1);
  to[got < 0 ? 0 : got] = 0;
}

static const char *program_of(pid_t pid) {
  static char path[PATH_MAX];
  read_link(path, sizeof path, "/proc/%d/exe", pid, 0);
  char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* A path as the process means it; relative ones start at its folder. */
static void read_path(pid_t pid, int folder, unsigned long from, char *to) {
  char path[PATH_MAX], base[PATH_MAX] = "";
  read_text(pid, from, path, sizeof path);
  if (path[0] != '/') {
    if (folder == AT_FDCWD) {
      read_link(base, sizeof base, "/proc/%d/cwd", pid, 0);
    } else {
      read_link(base, sizeof base, "/proc/%d/fd/%d", pid, folder);
    }
    strcat(base, "/");
  }
  sprintf(to, "%s%s", base, path);
}

static int exists(pid_t pid, const char *path) {
  char there[PATH_MAX + 32];
  snprintf(there, sizeof there, "/proc/%d/root%s", pid, path);
  return !access(there, F_OK);
}

static void read_address(pid_t pid, unsigned long from, unsigned length, char *to) {
  union {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un local;
  } address = {0};
  length = length < sizeof address - 1 ? length : sizeof address - 1;
  read_memory(pid, from, &address, length);
  if (address.any.sa_family == AF_UNIX) {
    sprintf(to, "unix:%s%s", address.local.sun_path[0] ? "" : "@",
            address.local.sun_path + !address.local.sun_path[0]);
  } else if (address.any.sa_family == AF_INET) {
    sprintf(to, "inet:%08x:%d", ntohl(address.four.sin_addr.s_addr), ntohs(address.four.sin_port));
  } else if (address.any.sa_family == AF_INET6) {
    sprintf(to, "inet6:%d", ntohs(address.six.sin6_port));
  } else {
    sprintf(to, "family:%d", address.any.sa_family);
  }
}

/* Whether the call counts at all; threads and reading files do not. */
static int describe(pid_t pid, struct made *made) {
  unsigned long *a = made->arguments;
  unsigned long flags;
  made->writes = 1;
  made->object[0] = 0;
  switch (made->call->kind) {
    case WRITES:
      read_link(made->object, sizeof made->object, "/proc/%d/fd/%d", pid, a[0]);
      return !audits;
    case COPIES_TO:
      read_link(made->object, sizeof made->object, "/proc/%d/fd/%d", pid, a[2]);
      return !audits;
    case OPENS:
    case OPENS_AT:
      if (made->call->number == SYS_openat2) {
        flags = 0;
        read_memory(pid, a[2], &flags, sizeof flags);
      } else {
        flags = made->call->number == SYS_creat ? O_WRONLY | O_CREAT
                                                : a[made->call->kind == OPENS ? 1 : 2];
      }
      made->writes = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
      if (made->call->kind == OPENS) {
        read_path(pid, AT_FDCWD, a[0], made->object);
      } else {
        read_path(pid, a[0], a[1], made->object);
      }
      return (audits || made->writes) && !(flags & O_PATH);
    case CHANGES:
      read_path(pid, AT_FDCWD, a[0], made->object);
      return 1;
    case CHANGES_AT:
      read_path(pid, a[0], a[1], made->object);
      return 1;
    case CHANGES_SECOND:
      read_path(pid, AT_FDCWD, a[1], made->object);
      return 1;
    case CHANGES_SECOND_AT:
      if (made->call->number == SYS_symlinkat) {
        read_path(pid, a[1], a[2], made->object);
      } else {
        read_path(pid, a[2], a[3], made->object);
      }
      return 1;
    case FORKS:
      flags = made->call->number == SYS_clone ? a[0] : 0;
      if (made->call->number == SYS_clone3) {
        read_memory(pid, a[0], &flags, sizeof flags);
      }
      return !audits && !(flags & CLONE_THREAD);
    case EXECUTES:
      read_path(pid, AT_FDCWD, a[0], made->object);
      /* Along a PATH most of them fail anyway. */
      return audits || exists(pid, made->object);
    case EXECUTES_AT:
      read_path(pid, a[0], a[1], made->object);
      return 1;
    case CONNECTS:
      read_address(pid, a[1], a[2], made->object);
      return 1;
    case SENDS:
      if (!a[4]) {
        return 0;
      }
      read_address(pid, a[4], a[5], made->object);
      return 1;
  }
  return 0;
}

/* One line per call, whatever is in a name. */
static const char *clean(char *text) {
  for (char *at = text; *at; at++) {
    if ((unsigned char)*at < ' ') {
      *at = '?';
    }
  }
  return text;
}

static void record_audit(pid_t pid, struct made *made, long result) {
  char space[64], path[PATH_MAX];
  struct stat file = {0};
  enum kind kind = made->call->kind;
  int connects = kind == CONNECTS || kind == SENDS;
  read_link(space, sizeof space, connects ? "/proc/%d/ns/net" : "/proc/%d/ns/mnt", pid, 0);
  if (kind == OPENS || kind == OPENS_AT) {
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/fd/%ld", pid, result);
    stat(name, &file);
    read_link(path, sizeof path, "/proc/%d/fd/%d", pid, result);
    strcpy(made->object, path);
  }
  fprintf(log_file, "%s\t%s\t%s\t%s\t%u:%u\t%lu\t%s\n", program_of(pid),
          strcmp(space, connects ? host_network : host_mounts) ? "inside" : "host", made->call->name,
          made->writes ? "write" : "read", major(file.st_dev), minor(file.st_dev),
          (unsigned long)file.st_ino, clean(made->object));
}

static struct count *count_of(const char *program, const struct call *call) {
  struct count *at = counts;
  while (at->call && (at->call != call || strcmp(at->program, program))) {
    at++;
  }
  if (!at->call) {
    if (at == counts + sizeof counts / sizeof *counts - 1) {
      errno = ENOMEM;
      fail("counts");
    }
    snprintf(at->program, sizeof at->program, "%.63s", program);
    at->call = call;
  }
  return at;
}

/* Makes a call fail, or what it executes. */
static void inflict(pid_t pid, struct user_regs_struct *registers) {
  fprintf(log_file, "fault\n");
  fflush(log_file);
  fault_program = NULL;
  if (!strcmp(fault_action, "kill")) {
    kill(pid, SIGKILL);
  } else if (atol(fault_action)) {
    registers->orig_rax = -1;
    registers->rax = -atol(fault_action);
    ptrace(PTRACE_SETREGS, pid, 0, registers);
  } else {
    idle = pid;
  }
}

/* The first instructions of a new program become a call of exit_group, or of pause in a loop. */
static void make_idle(pid_t pid) {
  struct user_regs_struct registers;
  int hangs = !strcmp(fault_action, "hang");
  ptrace(PTRACE_GETREGS, pid, 0, &registers);
  /* mov $number, %eax; mov $status, %edi; syscall; jmp to the start */
  unsigned char code[16] = {0xb8, hangs ? SYS_pause : SYS_exit_group, 0, 0, 0, 0xbf,
                            hangs ? 0 : atoi(fault_action + 5), 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf2};
  for (int i = 0; i < 2; i++) {
    long part;
    memcpy(&part, code + 8 * i, sizeof part);
    ptrace(PTRACE_POKETEXT, pid, registers.rip + 8 * i, part);
  }
}

static void count_call(pid_t pid, struct made *made, struct user_regs_struct *registers) {
  const char *program = program_of(pid);
  struct count *count = count_of(program, made->call);
  count->made++;
  fprintf(log_file, "%s\t%s\t%d\t%s\n", count->program, made->call->name, count->made,
          clean(made->object));
  if (fault_program && !strcmp(fault_program, count->program) &&
      !strcmp(fault_call, made->call->name) && fault_ordinal == count->made) {
    inflict(pid, registers);
  }
}

/* At the beginning of a call. */
static void enter(pid_t pid) {
  struct user_regs_struct registers;
  if (ptrace(PTRACE_GETREGS, pid, 0, &registers)) {
    return;
  }
  struct made *made = malloc(sizeof *made);
  if (!made) {
    fail("malloc");
  }
  made->call = NULL;
  for (int i = 0; i < CALLS; i++) {
    if (calls[i].number == (int)registers.orig_rax) {
      made->call = &calls[i];
    }
  }
  unsigned long arguments[] = {registers.rdi, registers.rsi, registers.rdx,
                               registers.r10, registers.r8,  registers.r9};
  memcpy(made->arguments, arguments, sizeof arguments);
  int matters = made->call && describe(pid, made);
  if (matters && audits) {
    free(awaited[pid]);
    awaited[pid] = made;
    ptrace(PTRACE_SYSCALL, pid, 0, 0);
    return;
  }
  if (matters) {
    count_call(pid, made, &registers);
  }
  free(made);
  ptrace(PTRACE_CONT, pid, 0, 0);
}

/* At the end of a call. */
static void leave(pid_t pid) {
  struct user_regs_struct registers;
  struct made *made = awaited[pid];
  awaited[pid] = NULL;
  if (made && !ptrace(PTRACE_GETREGS, pid, 0, &registers)) {
    long result = (long)registers.rax;
    int connects = made->call->kind == CONNECTS || made->call->kind == SENDS;
    if (result >= 0 || connects) {
      record_audit(pid, made, result);
    }
  }
  free(made);
  ptrace(PTRACE_CONT, pid, 0, 0);
}

static void note_alive(pid_t pid, int lives) {
  living += lives - alive[pid];
  alive[pid] = lives;
}

/* What happened to a process that has stopped. */
static void go_on(pid_t pid, int status) {
  int event = status >> 16;
  int signal = WSTOPSIG(status);
  note_alive(pid, 1);
  if (event == PTRACE_EVENT_SECCOMP) {
    enter(pid);
  } else if (signal == (SIGTRAP | 0x80)) {
    leave(pid);
  } else if (event == PTRACE_EVENT_STOP && signal != SIGTRAP) {
    ptrace(PTRACE_LISTEN, pid, 0, 0);
  } else if (event == PTRACE_EVENT_EXEC) {
    if (pid == idle) {
      idle = 0;
      make_idle(pid);
    }
    /* The end of the call follows, if it is awaited. */
    ptrace(awaited[pid] ? PTRACE_SYSCALL : PTRACE_CONT, pid, 0, 0);
  } else {
    ptrace(awaited[pid] ? PTRACE_SYSCALL : PTRACE_CONT, pid, 0, event ? 0 : signal);
  }
}

static void record_left(void) {
  for (pid_t pid = 1; pid < most; pid++) {
    if (alive[pid]) {
      fprintf(log_file, "left\t%s\n", program_of(pid));
    }
  }
}

/* Follows the processes until the last has ended; the exit status of the first. */
static int follow(pid_t first) {
  int result = 125, ended = 0, waited = 0;
  for (;;) {
    int status;
    pid_t pid = waitpid(-1, &status, __WALL | (ended ? WNOHANG : 0));
    if (pid < 0 && errno == EINTR) {
      continue;
    }
    if (pid < 0) {
      return result;
    }
    if (pid == 0) {
      if (waited++ == 500) {
        record_left();
        return result;
      }
      usleep(10000);
    } else if (WIFSTOPPED(status)) {
      go_on(pid, status);
    } else {
      note_alive(pid, 0);
      if (pid == first) {
        ended = 1;
        result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      }
    }
  }
}

static long most_processes(void) {
  FILE *file = fopen("/proc/sys/kernel/pid_max", "r");
  long number = 4 << 20;
  if (file && fscanf(file, "%ld", &number) != 1) {
    number = 4 << 20;
  }
  if (file) {
    fclose(file);
  }
  return number + 1;
}

int main(int count, char **words) {
  int at = 3;
  if (count > 8 && strcmp(words[3], "--")) {
    fault_program = words[3];
    fault_call = words[4];
    fault_ordinal = atoi(words[5]);
    fault_action = words[6];
    at = 7;
  }
  if (count < at + 2 || strcmp(words[at], "--")) {
    fprintf(stderr, "tracer faults|audit LOG [PROGRAM CALL ORDINAL ACTION] -- COMMAND...\n");
    return 125;
  }
  audits = !strcmp(words[1], "audit");
  log_file = fopen(words[2], "we");
  most = most_processes();
  awaited = calloc(most, sizeof *awaited);
  alive = calloc(most, 1);
  if (!log_file || !awaited || !alive) {
    fail(words[2]);
  }
  read_link(host_mounts, sizeof host_mounts, "/proc/%d/ns/mnt", getpid(), 0);
  read_link(host_network, sizeof host_network, "/proc/%d/ns/net", getpid(), 0);
  pid_t first = fork();
  if (first == 0) {
    raise(SIGSTOP);
    install_filter();
    execvp(words[at + 1], words + at + 1);
    fail(words[at + 1]);
  }
  int status;
  waitpid(first, &status, WUNTRACED);
  if (ptrace(PTRACE_SEIZE, first, 0,
             PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                 PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP |
                 PTRACE_O_EXITKILL)) {
    fail("ptrace");
  }
  kill(first, SIGCONT);
  int result = follow(first);
  fclose(log_file);
  return result;
}
