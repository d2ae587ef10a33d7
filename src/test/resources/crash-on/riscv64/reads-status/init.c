int main(void)
{
	long status;

	__asm__ volatile(".option arch, +zicsr\n\tcsrr %0, sstatus" : "=r"(status));
	for (;;)
		;
}
