int main(void)
{
	__asm__ volatile("msr daifset, 2");
	for (;;)
		;
}
