/* The faults that an audit finds. */
#ifndef AUDIT_FAULT_H
#define AUDIT_FAULT_H

/* Print a fault as one line on standard error, and count it. */
void fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The number of faults that this process has printed. */
int fault_count(void);

#endif
